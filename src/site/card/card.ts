/** What a card shows: a picture of the house, and words beside it. All of it comes from the course. */
import type { HouseDrawing } from '#trace/drawing.ts'
import type { Headline } from './headline.ts'
import type { LineFacts } from './house-svg.ts'

export interface Card {
  /** Where in the course it is from. */
  readonly from: string
  readonly headline: Headline
  /** `POST /users/register` and how it was answered. */
  readonly request: { readonly line: string; readonly status: number | null } | null
  /** Below it, a paragraph each. */
  readonly text: readonly string[]
  /** What whoever sees it may do. */
  readonly invites: string
  readonly drawing: HouseDrawing
  readonly facts: readonly LineFacts[]
  /** What the lean-to bears. */
  readonly sign: string
}

export const CARD_WIDTH = 1200
export const CARD_HEIGHT = 630

/** A card as a page names it. */
export interface DrawnCard {
  /** Made of what it shows, so that equal pictures are one file. */
  readonly name: string
  /** `My request died at users_email_index` */
  readonly title: string
  /** What came of it, in a sentence or two; empty where only its end is known. */
  readonly text: string
}

/** A recorded step, as a moment is compared with it. */
export interface StepCard extends DrawnCard {
  /** From 1. */
  readonly step: number
  /**
   * What was sent, as a moment says it: a path, then names and values. Empty where something was only
   * opened; `null` for what no moment holds.
   */
  readonly sent: readonly string[] | null
}

/** Every card of the course. */
export interface Cards {
  readonly home: DrawnCard
  /** By the path of the lesson. */
  readonly lessons: Readonly<Record<string, DrawnCard>>
  /** By how a request ended, and where: `refused.constraint`. */
  readonly ends: Readonly<Record<string, DrawnCard>>
  /** By the id of the demo, in the order of its steps. */
  readonly demos: Readonly<Record<string, readonly StepCard[]>>
}

/** Where its picture is. */
export const cardHref = ({ name }: DrawnCard): string => `/cards/${name}.png`

/** The picture in words, for whoever cannot see it. */
export const altOf = ({ title, text }: DrawnCard): string =>
  `The house in section. ${[title, text].filter((part) => part !== '').join(': ')}`
