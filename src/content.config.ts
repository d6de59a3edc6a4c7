/**
 * What an author may write into `content/`. The schemas are strict: a field
 * that is not described here stops the build, as a missing one does.
 */
// Not from `astro:content`: the site's integration reads the schemas too, outside of Vite.
import { defineCollection } from 'astro/content/config'
import { glob } from 'astro/loaders'
import { z } from 'astro/zod'
import type { Schemas } from '#course/front-matter.ts'
import { GUARDS } from '#lib/guard.ts'
import { FLOORS } from '#lib/journey.ts'
import { NOBODY } from '#course/prediction.ts'
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
  // Of a lesson's twins.
  'id',
  'user_id',
] as const

const text = z.string().refine((value) => !value.includes('@') || /@example\.test$/i.test(value), {
  error: 'An address in a demo ends in @example.test, so that it can be nobody’s.',
})

const persona = z
  .string()
  .regex(/^[a-z][a-z\d-]{0,19}$/, 'Write a persona in small letters: alice.')

const PATH = /^\/(?:[a-z][a-z\d-]*(?:\/[a-z\d-]+)*)?$/

const step = z
  .strictObject({
    label: z.string().min(1).max(40).describe('The words on its button.'),
    note: z.string().max(120).nullable().default(null).describe('Why one would try it.'),
    does: z
      .enum(['send', 'open', 'open-link', 'press-link', 'clock'])
      .default('send')
      .describe('send a form, open a page, open or press the newest mail’s link, move the clock.'),
    as: persona.nullable().default(null).describe('Who does it: the first of people if left out.'),
    path: z
      .string()
      .regex(PATH, 'Write a path of the app: /users/log-in.')
      .nullable()
      .default(null)
      .describe('Where it is sent or what is opened, where that is not the demo’s page.'),
    method: z
      .enum(['POST', 'PUT', 'DELETE'])
      .default('POST')
      .describe('How it is sent. PUT and DELETE travel as _method, as from any form.'),
    fields: z
      .partialRecord(z.enum(FIELDS), text)
      .default({})
      .describe('What is sent, by the names of the form’s fields.'),
    advance: z
      .string()
      .regex(/^\d{1,3}[mhd]$/, 'Say how far the clock goes on: 15m, 12h or 14d.')
      .nullable()
      .default(null)
      .describe('How far the clock is moved.'),
  })
  .superRefine(({ does, path, method, fields, advance }, context) => {
    const tell = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    if (does !== 'send' && Object.keys(fields).length > 0)
      tell('fields', `A step that does "${does}" sends no fields.`)
    if (does !== 'send' && method !== 'POST')
      tell('method', `A step that does "${does}" has no method.`)
    if (does !== 'send' && does !== 'open' && path !== null)
      tell('path', `A step that does "${does}" knows where: leave the path out.`)
    if ((does === 'clock') !== (advance !== null))
      tell('advance', 'A step that does "clock" says how far, and no other does: advance: 15m.')
  })

const ANSWERS = {
  'caught-by': [...GUARDS, NOBODY],
  reaches: FLOORS,
  status: ['200', '303', '401', '403', '404', '422', '500'],
} as const

const prediction = z
  .strictObject({
    id,
    question: z.string().min(10).max(120).describe('Asked before the step runs.'),
    step: z.int().min(1).describe('The number of the step that answers it, from 1.'),
    asks: z
      .enum(['caught-by', 'reaches', 'status'])
      .describe('What of the trace is the answer. The right one is never written down.'),
    options: z
      .array(z.string())
      .min(2)
      .max(5)
      .describe('What can be chosen: layers for caught-by, floors for reaches, or numbers.'),
  })
  .superRefine(({ asks, options }, context) => {
    const known: readonly string[] = ANSWERS[asks]
    for (const [index, option] of options.entries()) {
      const message = options.indexOf(option) < index ? 'This option is there already.' : null
      const unknown = known.includes(option)
        ? null
        : `"${asks}" is answered with ${known.join(', ')}.`
      const wrong = unknown ?? message
      if (wrong !== null)
        context.addIssue({ code: 'custom', path: ['options', index], message: wrong })
    }
  })

const tag = z
  .string()
  .regex(/^[a-z]+(?:\.[\w-]+)+$/, 'Write the tag of a step: changeset.email.format.')

const CLAIMS = ['status', 'step', 'never', 'caught_by', 'reaches', 'rows'] as const

const clause = z
  .strictObject({
    status: z.int().min(200).max(599).nullable().default(null).describe('The reply’s status.'),
    step: tag.nullable().default(null).describe('A step that ran, by its tag.'),
    outcome: z
      .enum(['ok', 'error', 'halt', 'skip'])
      .nullable()
      .default(null)
      .describe('How that step ended; left out, it did anything but skip.'),
    detail: z.string().nullable().default(null).describe('Words that the step’s sentence holds.'),
    never: tag.nullable().default(null).describe('A step that did not run, by its tag.'),
    caught_by: z
      .enum([...GUARDS, NOBODY])
      .nullable()
      .default(null)
      .describe('Who refused the request.'),
    reaches: z.enum(FLOORS).nullable().default(null).describe('The floor where it stopped.'),
    rows: z
      .strictObject({
        table: z.enum(['users', 'users_tokens', 'scores']).describe('The table that is asked.'),
        where: z
          .record(z.string().regex(/^[a-z][a-z_]*$/), z.union([z.string(), z.number(), z.null()]))
          .default({})
          .describe('Which rows count: columns and their values, null for none.'),
        count: z.int().min(0).describe('How many there are.'),
      })
      .nullable()
      .default(null)
      .describe('Rows of the sandbox after the request.'),
    otherwise: z
      .string()
      .min(10)
      .max(160)
      .describe('Said when this clause is what is missing: what was seen, what was hoped for.'),
  })
  .superRefine((given, context) => {
    const claims = CLAIMS.filter((claim) => given[claim] !== null)
    if (claims.length !== 1)
      context.addIssue({ code: 'custom', message: `A clause has one of ${CLAIMS.join(', ')}.` })
    if (given.step === null && (given.outcome !== null || given.detail !== null))
      context.addIssue({ code: 'custom', message: 'outcome and detail belong to a step.' })
  })

const check = z.strictObject({
  id,
  says: z.string().min(10).max(160).describe('What is true once the reader has done it.'),
  when: z
    .string()
    .regex(/^(?:GET|POST|PUT|DELETE) \/\S*$/, 'Write a request: POST /users/register.')
    .describe('The request that it looks at.'),
  clauses: z.array(clause).min(1).max(6).describe('All of them must hold, the plainest first.'),
})

const demo = z
  .strictObject({
    id,
    title: title.describe('Names the stage, also for those who hear the page.'),
    page: z.enum(['/users/register', '/users/log-in']).describe('The page of the app it shows.'),
    people: z.array(persona).min(1).describe('Who acts: you, or personas such as alice and bob.'),
    seed: id
      .nullable()
      .default(null)
      .describe('The start state it offers, where it is not that of its lesson.'),
    shows: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe('The step whose recording stands on the stage first: the last if left out.'),
    steps: z.array(step).min(1).describe('What is done, in order, each behind one button.'),
    predictions: z.array(prediction).default([]).describe('Asked before the reader acts.'),
    checks: z.array(check).default([]).describe('What becomes true when the reader has done it.'),
  })
  .superRefine(({ people, steps, shows, predictions, checks }, context) => {
    const tell = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    const last = `This demo has ${steps.length} step${steps.length === 1 ? '' : 's'}.`
    for (const [index, { as }] of steps.entries())
      if (as !== null && !people.includes(as))
        tell(['steps', index, 'as'], `Name one of people: ${people.join(', ')}.`)
    for (const [index, { step: number }] of predictions.entries())
      if (number > steps.length) tell(['predictions', index, 'step'], last)
    if (shows !== null && shows > steps.length) tell(['shows'], last)
    for (const [kind, items] of Object.entries({ predictions, checks }))
      for (const [index, { id: own }] of items.entries())
        if (items.findIndex((item) => item.id === own) < index)
          tell([kind, index, 'id'], `Another of the ${kind} has this id already.`)
  })

const address = z
  .string()
  .regex(/^[a-z\d.-]+@example\.test$/, 'Write a small address that ends in @example.test.')

const slug = z
  .string()
  .max(40)
  .regex(/^[a-z\d]+(?:-[a-z\d]+)*$/, 'Write it as it stands in an address: glass-works.')

/** What people of a start state own, make and may do. Each is made by the functions that pages call. */
const belongings = {
  organizations: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(60).describe('As its members say it.'),
        slug: slug.describe('As it stands in its address.'),
        members: z
          .array(
            z.strictObject({
              email: address.describe('Which of the users.'),
              role: z.enum(['owner', 'member']).describe('An owner adds members.'),
            }),
          )
          .min(1)
          .describe('The first is its owner, and creates it.'),
      }),
    )
    .max(10)
    .default([])
    .describe('Organizations, and who belongs to each.'),
  scores: z
    .array(
      z.strictObject({
        email: address.describe('Who made it.'),
        organization: slug
          .nullable()
          .default(null)
          .describe('In which organization: their own score if left out.'),
        points: z.int().min(0).max(10).describe('0 to 10.'),
        guesses: z.int().min(1).max(1000).describe('How many it took.'),
        comment: z.string().max(200).nullable().default(null).describe('In their words.'),
      }),
    )
    .max(50)
    .default([])
    .describe('Scores, the oldest first.'),
  roles: z
    .array(
      z.strictObject({
        email: address.describe('Who has it.'),
        role: z.enum(['admin']).describe('What they are besides a user.'),
      }),
    )
    .max(10)
    .default([])
    .describe('Roles besides that of a user.'),
  flags: z
    .array(
      z.strictObject({
        email: address.describe('For whom it is switched on.'),
        name: z
          .string()
          .max(40)
          .regex(/^[a-z][a-z\d_]*$/, 'Write it in small letters, as wide_list.')
          .describe('The feature.'),
      }),
    )
    .max(10)
    .default([])
    .describe('Features that are switched on for somebody.'),
}

type Belongings = z.infer<z.ZodObject<typeof belongings>>

/** Tells what names nobody, or nothing, of the start state. */
function checkBelongings(
  users: readonly { readonly email: string; readonly confirmed: boolean }[],
  { organizations, scores, roles, flags }: Belongings,
  tell: (path: PropertyKey[], message: string) => void,
): void {
  const confirmed = users.filter((user) => user.confirmed).map(({ email }) => email)
  const named = [
    ...organizations.flatMap(({ members }, index) =>
      members.map(({ email }, n) => ({ email, at: ['organizations', index, 'members', n] })),
    ),
    ...Object.entries({ scores, roles, flags }).flatMap(([kind, items]) =>
      items.map(({ email }, index) => ({ email, at: [kind, index] })),
    ),
  ]
  for (const { email, at } of named)
    if (!confirmed.includes(email))
      tell([...at, 'email'], 'Name one of the users, who is confirmed.')
  for (const [index, { slug: own, members }] of organizations.entries()) {
    if (organizations.findIndex((one) => one.slug === own) < index)
      tell(['organizations', index, 'slug'], 'Another organization has this slug already.')
    if (members[0]?.role !== 'owner')
      tell(['organizations', index, 'members', 0, 'role'], 'The first member is an owner.')
    if (new Set(members.map(({ email }) => email)).size < members.length)
      tell(['organizations', index, 'members'], 'Somebody is named twice.')
  }
  for (const [index, { email, organization }] of scores.entries()) {
    const members = organizations.find((one) => one.slug === organization)?.members ?? []
    if (organization !== null && !members.some((member) => member.email === email))
      tell(['scores', index, 'organization'], 'Name an organization of which they are a member.')
  }
}

const startState = z
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
    tokens: z
      .array(
        z.strictObject({
          email: address.describe('Which of the users holds it.'),
          kind: z
            .enum(['magic-link', 'email-change', 'api-token'])
            .describe('A link to log in, a link to a new address, or a token for programs.'),
          new_email: address
            .nullable()
            .default(null)
            .describe('The new address, for an email-change only.'),
          age: z
            .string()
            .regex(/^\d{1,3}[mhd]$/, 'Say how long ago it was made: 20m, 12h or 8d.')
            .default('0m')
            .describe('How long ago it was made: the clock has gone on by so much since.'),
        }),
      )
      .max(10)
      .default([])
      .describe('Links and tokens that are out already, whether or not they still open anything.'),
    ...belongings,
    logged_in: z
      .record(persona, address)
      .default({})
      .describe('Which persona is logged in, and as which of the users.'),
  })
  .superRefine(({ users, tokens, logged_in: loggedIn, ...rest }, context) => {
    const tell = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    checkBelongings(users, rest, tell)
    for (const [index, { email, kind, new_email: newEmail }] of tokens.entries()) {
      const user = users.find((one) => one.email === email)
      if (!user) tell(['tokens', index, 'email'], 'Name one of the users.')
      else if (kind !== 'magic-link' && !user.confirmed)
        tell(['tokens', index, 'email'], 'Only somebody who is confirmed can have made it.')
      if ((kind === 'email-change') !== (newEmail !== null))
        tell(
          ['tokens', index, 'new_email'],
          'An email-change names the new address; no other does.',
        )
    }
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

export const schemas = { part, lesson, demos: z.array(demo), startState } satisfies Schemas

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
    schema: schemas.startState,
  }),
}
