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
  start: id
    .nullable()
    .default(null)
    .describe('The state its sandbox begins with: a name in content/seeds.'),
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

const persona = z
  .string()
  .regex(/^[a-z][a-z\d-]{0,19}$/, 'Write a persona in small letters: alice.')

const demo = z.strictObject({
  id,
  title: title.describe('Names the stage, also for those who hear the page.'),
  page: z.enum(['/users/register', '/users/log-in']).describe('The page of the app it shows.'),
  people: z.array(persona).min(1).describe('Who acts: you, or personas such as alice and bob.'),
  tries: z.array(attempt).min(1).describe('Inputs worth sending, each behind one button.'),
  seed: id
    .nullable()
    .default(null)
    .describe('The start state it offers, where it is not that of its lesson.'),
})

const address = z
  .string()
  .regex(/^[a-z\d.-]+@example\.test$/, 'Write a small address that ends in @example.test.')

// Users and their sessions are all that a sandbox can start with today. Scores
// and organizations become fields of a seed when they have tables.
const seed = z
  .strictObject({
    name: id.describe('The name of its file. Demos and forms ask for it by this.'),
    title,
    summary,
    users: z
      .array(
        z.strictObject({
          email: address.describe('Whose account it is.'),
          confirmed: z.boolean().describe('Whether the link of the first mail has been used.'),
          password: z
            .string()
            .min(12)
            .max(72)
            .nullable()
            .default(null)
            .describe('Only for who is confirmed. Everybody can read it here.'),
        }),
      )
      .min(1)
      .max(10)
      .describe('Who has registered, in this order.'),
    logged_in: z
      .record(persona, address)
      .default({})
      .describe('Which persona is logged in, and as which of the users.'),
  })
  .superRefine(({ users, logged_in: loggedIn }, context) => {
    const tell = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    for (const [index, { email, confirmed, password }] of users.entries()) {
      if (users.findIndex((user) => user.email === email) < index)
        tell(['users', index, 'email'], 'Another user has this address already.')
      if (password !== null && !confirmed)
        tell(['users', index, 'password'], 'Somebody who is not confirmed has no password yet.')
    }
    for (const [name, email] of Object.entries(loggedIn)) {
      if (!users.some((user) => user.email === email && user.confirmed))
        tell(['logged_in', name], 'Name one of the users, who is confirmed.')
    }
  })

export const schemas = { part, lesson, demos: z.array(demo), seed } satisfies Schemas

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
  seeds: defineCollection({
    loader: glob({ base: './content/seeds', pattern: '*.yaml' }),
    schema: schemas.seed,
  }),
}
