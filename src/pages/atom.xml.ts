import type { APIRoute } from 'astro'
import { answerFeed } from '#site/paper/answer-feed.ts'
import { asAtom } from '#site/paper/atom.ts'

export const prerender = false

/** The lessons as Atom, the newest first, whole. */
export const ALL: APIRoute = (context) => answerFeed(context, 'application/atom+xml', asAtom)
