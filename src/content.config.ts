/**
 * What an author may write into `content/`. The schemas are strict: a field
 * that is not described here stops the build, as a missing one does.
 */
// Not from `astro:content`: the site's integration reads the schemas too, outside of Vite.
import { defineCollection } from 'astro/content/config'
import { glob } from 'astro/loaders'
import { z } from 'astro/zod'
import type { Schemas } from '#course/front-matter.ts'
import { LAYERS } from '#lib/trace-step.ts'

const TAGS = [
  'scopes',
  'changesets',
  'constraints',
  'contexts',
  'plugs',
  'sessions',
  'tokens',
  'validations',
  'phoenix',
  'ecto',
] as const

const id = z
  .string()
  .regex(/^[a-z\d]+(?:-[a-z\d]+)*$/, 'Write it in small letters, as who-is-asking.')
  .describe('Never changes, not even when the file moves. Different from every other of its kind.')

const title = z.string().min(3).max(60).describe('As it stands over the page, without a full stop.')

const summary = z
  .string()
  .min(20)
  .max(160)
  .describe('One or two sentences for lists, search engines and the lead of the page.')

const number = z.int().min(1).max(99).describe('Its place in the part, as a folder would say it.')

const part = z.strictObject({
  title,
  summary,
  planned: z
    .array(z.strictObject({ number, title, summary }))
    .default([])
    .describe('Lessons to come. The outline shows them without a link.'),
})

const lesson = z.strictObject({
  id,
  title,
  summary,
  published: z.date().describe('The day of the first publication: 2026-11-23.'),
  minutes: z
    .int()
    .min(1)
    .max(30)
    .describe('Reading and trying out, for somebody who is new to it.'),
  tags: z.array(z.enum(TAGS)).min(1).describe('What the lesson is about, most important first.'),
  shows: z.array(z.enum(LAYERS)).min(1).describe('The layers whose steps the lesson explains.'),
})

const FIELDS = [
  'user[email]',
  'user[password]',
  'user[password_confirmation]',
  'user[remember_me]',
  'action',
  '_action',
] as const

const text = z.string().refine((value) => !value.includes('@') || /@example\.test$/i.test(value), {
  error: 'An address in a demo ends in @example.test, so that it can be nobody’s.',
})

const attempt = z.strictObject({
  label: z.string().min(1).max(40).describe('The words on its button.'),
  fields: z
    .partialRecord(z.enum(FIELDS), text)
    .describe('What is sent, by the names of the form’s fields.'),
  note: z.string().max(120).nullable().default(null).describe('Why one would try it.'),
})

const demo = z.strictObject({
  id,
  title: title.describe('Names the stage, also for those who hear the page.'),
  page: z.enum(['/users/register', '/users/log-in']).describe('The page of the app it shows.'),
  people: z
    .array(z.string().regex(/^[a-z][a-z\d-]{0,19}$/))
    .min(1)
    .describe('Who acts: you, or personas such as alice and bob.'),
  tries: z.array(attempt).min(1).describe('Inputs worth sending, each behind one button.'),
})

export const schemas = { part, lesson, demos: z.array(demo) } satisfies Schemas

/** `01-scopes/02-the-life` becomes `scopes/the-life`. */
const pathOf = ({ entry }: { entry: string }) =>
  entry.replace(/\/[^/]*$/, '').replaceAll(/(^|\/)\d{2}-/g, '$1')

const base = './content/lessons'

export const collections = {
  parts: defineCollection({
    loader: glob({ base, pattern: '*/part.yaml', generateId: pathOf }),
    schema: schemas.part,
  }),
  lessons: defineCollection({
    loader: glob({ base, pattern: '*/*/index.mdx', generateId: pathOf }),
    schema: schemas.lesson,
  }),
  demos: defineCollection({
    loader: glob({ base, pattern: '*/*/demos.yaml', generateId: pathOf }),
    schema: schemas.demos,
  }),
}
