/** A start state: who is there when a sandbox begins, what they hold and what is theirs. */
import { z } from 'zod'
import { unionBy } from './union-by.ts'
import { address, id, persona, summary, title } from './words.ts'
import type { Written } from './written.ts'

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

type Belongings = Written<z.ZodObject<typeof belongings>>

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

const opensLink = persona
  .nullable()
  .default(null)
  .describe('Who opens its link: whoever is logged in as this user if left out.')

const held = {
  email: address.describe('Which of the users holds it.'),
  age: z
    .string()
    .regex(/^\d{1,3}[mhd]$/, 'Say how long ago it was made: 20m, 12h or 8d.')
    .default('0m')
    .describe('How long ago it was made: the clock has gone on by so much since.'),
  persona: opensLink,
}

/** A kind of link or token, with what it holds beside its user and its age. */
const tokenKind = <const Kind extends string, Shape extends z.core.$ZodShape>(
  kind: Kind,
  described: string,
  shape: Shape,
) => ({ schema: z.strictObject({ ...held, kind: z.literal(kind).describe(described), ...shape }) })

const NEW_EMAIL = 'An email-change names the new address; no other does.'

/** A link or a token that was made before the reader came. */
const token = unionBy(
  'kind',
  [
    tokenKind('magic-link', 'A link to log in.', {}),
    tokenKind('email-change', 'A link to a new address.', {
      new_email: z
        .string({ error: NEW_EMAIL })
        .pipe(address)
        .describe('The address that the link leads to.'),
    }),
    tokenKind('api-token', 'A token for programs.', {}),
  ],
  { strange: (_kind, key) => (key === 'new_email' ? { message: NEW_EMAIL, at: key } : null) },
)

export const startState = z
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
            .describe(
              'For who is confirmed, or where the registration takes one. Everybody can read it here.',
            ),
          persona: opensLink,
        }),
      )
      .max(10)
      .describe('Who has registered, in this order. Nobody in an empty house.'),
    registration_with_password: z
      .boolean()
      .default(false)
      .describe('Whether the registration takes a password, too.'),
    tokens: z
      .array(token)
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
    const { registration_with_password: takesPassword } = rest
    const tell = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    checkBelongings(users, rest, tell)
    for (const [index, { email, kind }] of tokens.entries()) {
      const user = users.find((one) => one.email === email)
      if (!user) tell(['tokens', index, 'email'], 'Name one of the users.')
      else if (kind !== 'magic-link' && !user.confirmed)
        tell(['tokens', index, 'email'], 'Only somebody who is confirmed can have made it.')
    }
    for (const [index, { email, confirmed, password }] of users.entries()) {
      if (users.findIndex((user) => user.email === email) < index)
        tell(['users', index, 'email'], 'Another user has this address already.')
      if (password !== null && !confirmed && !takesPassword)
        tell(['users', index, 'password'], 'Somebody who is not confirmed has no password yet.')
    }
    for (const [name, email] of Object.entries(loggedIn)) {
      if (!users.some((user) => user.email === email && user.confirmed))
        tell(['logged_in', name], 'Name one of the users, who is confirmed.')
    }
  })

/** `content/seeds/NAME.yaml`: a start state, which one press puts into an empty sandbox. */
export type StartState = Written<typeof startState>

export type StartToken = StartState['tokens'][number]
export type StartUser = StartState['users'][number]
