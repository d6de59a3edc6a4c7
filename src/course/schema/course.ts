/** What is true of the whole course, and what a fork changes of it without a line of `src`. */
import { z } from 'zod'
import { day, id } from './words.ts'
import type { Written } from './written.ts'

const colour = z
  .string()
  .regex(/^#[\da-f]{6}$/i, 'Write a colour as #1a6842.')
  .transform((written) => written.toLowerCase())

const fonts = z
  .string()
  .max(200)
  .regex(/^[\w ,'"-]+$/, 'Write names of fonts with commas, as CSS does: Charter, Georgia, serif.')

/** It stands in a link of each lesson, so it is one that a browser only follows. */
const address = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[^\s<>"\\]+$/, 'Write an address that begins with https://.')

export const course = z.strictObject({
  title: z.string().min(2).max(40).default('Glasshouse').describe('What the course is called.'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z\d]{2,8})*$/, 'Write a language as browsers know it: de, pt-BR.')
    .default('en')
    .describe('What lessons are written in.'),
  description: z
    .string()
    .min(20)
    .max(200)
    .default(
      'A course on scopes, changesets and constraints, taught inside a running auth server with glass walls.',
    )
    .describe('The home page, for a search engine.'),
  hero: z
    .strictObject({
      title: z
        .string()
        .min(2)
        .max(60)
        .default('An auth server with glass walls')
        .describe('The first words of the home page.'),
      lead: z
        .string()
        .min(20)
        .max(300)
        .default(
          'Register, log in, break a rule, and watch every layer answer: plug, scope, context, changeset, SQL, constraint. Beside the text runs a server that is yours alone.',
        )
        .describe('What a reader finds here.'),
      plays: z
        .array(z.string().regex(/^[a-z\d]+(?:-[a-z\d]+)*\.[1-9]\d?$/, 'Name a step: six-tries.2.'))
        .max(3)
        .default([])
        .describe('Steps of demos whose recordings play there by themselves, three at most.'),
    })
    .prefault({})
    .describe('The head of the home page.'),
  foot: z
    .string()
    .min(2)
    .max(200)
    .default('A course on scopes, changesets and constraints, inside a server with glass walls.')
    .describe('A sentence at the foot of every page.'),
  sender: z
    .string()
    .max(100)
    .regex(
      /^[^<>]+ <[^@\s<>]+@[^@\s<>]+>$/,
      'Write a name and an address: Glasshouse <contact@example.com>.',
    )
    .default('Glasshouse <contact@example.com>')
    .describe('Whom the mails of a sandbox come from.'),
  issues: address
    .nullable()
    .default(null)
    .describe(
      'Where a new issue is written: https://example.com/issues/new. With {title} and {body} it says where the words go; without, they are added as title= and body=.',
    ),
  edit: address
    .regex(/\{file\}/, 'Write {file} where the path of the file goes.')
    .nullable()
    .default(null)
    .describe('Where a file is edited: https://example.com/course/edit/main/{file}.'),
  licence: z
    .strictObject({
      name: z.string().min(2).max(60).describe('As one writes it: CC BY 4.0.'),
      url: address.nullable().default(null).describe('Where it can be read.'),
    })
    .nullable()
    .default(null)
    .describe('What its lessons may be used for.'),
  made_by: z
    .array(
      z.strictObject({
        name: z.string().min(2).max(60).describe('A person, or a school.'),
        url: address.nullable().default(null).describe('Where more is said of them.'),
      }),
    )
    .max(8)
    .default([])
    .describe('Who made the course.'),
  lead_demo: id
    .nullable()
    .default(null)
    .describe('The demo on the home page. Left out, the first of the course.'),
  theme: z
    .strictObject({
      accent: z
        .strictObject({
          light: colour.describe('On a light ground.'),
          dark: colour.describe('On a dark ground.'),
        })
        .nullable()
        .default(null)
        .describe('Links, buttons and the glass itself, in the light and in the dark scheme.'),
      serif: fonts.nullable().default(null).describe('The text.'),
      sans: fonts.nullable().default(null).describe('Forms, lists and what is drawn.'),
      mono: fonts.nullable().default(null).describe('Code.'),
    })
    .default({ accent: null, serif: null, sans: null, mono: null })
    .describe('Colours and fonts. What is left out is as it was.'),
  order: z
    .array(
      z.strictObject({
        part: id.describe('The folder of a part, with or without its number.'),
        lessons: z.array(id).describe('The folders of its lessons, in order.'),
      }),
    )
    .min(1)
    .nullable()
    .default(null)
    .describe('The parts and lessons in order. Left out, the numbers of their folders say it.'),
  hidden: z
    .array(id)
    .default([])
    .describe('Lessons, by the id in their front matter, that are not built.'),
  opens: z
    .record(id, day)
    .default({})
    .describe(
      'Lessons, by their ids, with the day from which readers may open them, at midnight UTC.',
    ),
  answers: z
    .record(id, day)
    .default({})
    .describe('The same for what answers a question from memory and shows the way of a task.'),
  whole: z
    .boolean()
    .default(false)
    .describe(
      'Whether every lesson is written: then each item of covers.yaml and each word of the glossary needs one.',
    ),
  house_style: z
    .boolean()
    .default(true)
    .describe(
      'Whether lessons keep the rules of this house: their length, their words, their turns.',
    ),
})

/** `content/course.yaml`, which need not be there. */
export type CourseFile = Written<typeof course>

/** A course that says nothing of itself. */
export const USUAL_COURSE: CourseFile = course.parse({})
