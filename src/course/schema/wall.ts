/** A wall: awkward inputs, each sent from the same start, and what they are about. */
import { z } from 'zod'
import { findRoute, routeOf } from '#router.ts'
import { FORMS, mistakeOfForm } from '../forms.ts'
import { address, id, persona, summary, title } from './words.ts'
import type { Written } from './written.ts'

const VALUE =
  'Write a text, { repeat: a, times: 161 } for a long one, or a list of them for a field that is sent more than once.'
const MAIL =
  'An address ends in @example.test, or has no dot behind the @, so that it can be nobody’s.'
const LINK =
  'Name whose link stands for [token], and only where the path or a value has that: link: ana@example.test.'
const ONE_BODY = 'Write fields, json or text: a request has one body.'
const TOKEN = '[token]'

// Behind the last @ there is no dot that leads anywhere.
const mayBeSomebodys = (text: string) =>
  (text.split('@').at(-1) ?? '').includes('.') &&
  text.includes('@') &&
  !/@example\.test\s*$/i.test(text)

const text = z
  .string()
  .max(200)
  .refine((written) => !mayBeSomebodys(written), { error: MAIL })

const long = z.strictObject({
  repeat: z.string().min(1).max(20).describe('What is written again and again.'),
  times: z.int().min(1).max(20_000).describe('How often.'),
  then: z.string().max(100).default('').describe('What stands behind it.'),
})

const value = z.union(
  [
    text,
    long,
    z
      .array(z.union([text, long]))
      .min(2)
      .max(5),
  ],
  {
    error: VALUE,
  },
)

const fieldsOf = (described: string) =>
  z.record(z.string().min(1).max(80), value).default({}).describe(described)

/** Any address of the app, as awkward as one likes. */
const path = z
  .string()
  .max(200)
  .regex(/^\/[\x21-\x7e]*$/, 'Write a path of the app: /users/log-in.')

const input = z
  .strictObject({
    name: z.string().min(2).max(40).describe('What it is called in its row.'),
    about: z.string().min(5).max(140).describe('What is awkward about it, in a sentence.'),
    as: persona.nullable().default(null).describe('Who sends it: as of the wall if left out.'),
    method: z
      .enum(['GET', 'POST', 'PUT', 'DELETE'])
      .default('POST')
      .describe('How it is sent. PUT and DELETE travel as _method, as from any form.'),
    path: path.nullable().default(null).describe('Where to: path of the wall if left out.'),
    fields: fieldsOf(
      'What is sent, by the names of the form’s fields; of a GET, what stands in its address.',
    ),
    forged: fieldsOf('Fields that the form does not have.'),
    json: z
      .string()
      .max(2_000)
      .nullable()
      .default(null)
      .describe('A body of JSON in place of fields, as it is sent.'),
    text: z
      .string()
      .max(2_000)
      .nullable()
      .default(null)
      .describe('A body of plain text, in place of fields.'),
    from: z
      .enum(['here', 'elsewhere', 'nowhere'])
      .default('here')
      .describe('The Origin that it says: of this site, of another, or none.'),
    link: address
      .nullable()
      .default(null)
      .describe('Whose newest mail has the link that stands for [token].'),
    program: address
      .nullable()
      .default(null)
      .describe('Brings the API token of this user, and no cookie.'),
  })
  .superRefine(({ json, text: plain, fields, forged, link, path: own }, context) => {
    const tell = (at: string, message: string) =>
      context.addIssue({ code: 'custom', path: [at], message })
    const bodies = [Object.keys({ ...fields, ...forged }).length > 0, json !== null, plain !== null]
    if (bodies.filter(Boolean).length > 1) tell(json === null ? 'text' : 'json', ONE_BODY)
    const hasToken = JSON.stringify([own, Object.values(fields), Object.values(forged)]).includes(
      TOKEN,
    )
    if (hasToken !== (link !== null)) tell('link', LINK)
  })

export const wall = z
  .strictObject({
    title,
    about: summary,
    start: id.describe('A start state of content/seeds, from which each input begins.'),
    as: persona.describe('Who sends them, where an input names nobody else.'),
    path: path
      .nullable()
      .default(null)
      .describe('Where they are sent, where an input says nothing else.'),
    own: z
      .string()
      .nullable()
      .default(null)
      .describe('The field of the form at path to which readers add an input of their own.'),
    inputs: z.array(input).min(2).max(40).describe('What is sent, each behind one row.'),
  })
  .superRefine(({ path: usual, own, inputs }, context) => {
    const tell = (at: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path: at, message })
    // What follows from it is no mistake of its own.
    if (usual !== null && !tellPath(usual, ['path'], tell)) return
    if (own !== null) tellOwn(usual, own, tell)
    for (const [index, one] of inputs.entries()) {
      const { name, path: written, method, fields } = one
      if (inputs.findIndex((other) => other.name === name) < index)
        tell(['inputs', index, 'name'], 'Another input has this name already.')
      const to = written ?? usual
      if (to === null) {
        tell(['inputs', index, 'path'], 'Say where it is sent: the wall has no path.')
        continue
      }
      if (written !== null && !tellPath(written, ['inputs', index, 'path'], tell)) continue
      if (method === 'GET' || Object.keys(fields).length === 0) continue
      const sent = Object.fromEntries(Object.keys(fields).map((field) => [field, '']))
      const mistake = mistakeOfForm({ path: to, method, fields: sent })
      if (mistake) tell(['inputs', index, mistake.at], mistake.message)
    }
  })

type Tell = (at: PropertyKey[], message: string) => void

/** Says whether it is an address of the app: what stands around it is not attacked. */
function tellPath(path: string, at: PropertyKey[], tell: Tell): boolean {
  const pattern = findRoute(path)
  const isOfApp = pattern !== null && routeOf(pattern).bends && !/^\/(?:live|twins)\b/.test(path)
  if (!isOfApp) tell(at, `No page of the app stands at ${path}.`)
  return isOfApp
}

function tellOwn(path: string | null, own: string, tell: Tell): void {
  const known = path === null ? [] : (FORMS[findRoute(path) ?? '/']?.POST ?? [])
  if (!known.includes(own))
    tell(['own'], `Name a field of the form at path. It has ${known.join(', ') || 'none'}.`)
}

/** `content/labs/NAME.yaml`: what one press sends, each from the same start state. */
export type WallFile = Written<typeof wall>

export type WallInput = WallFile['inputs'][number]
/** A value as it is written: short, long, or more than one. */
export type WallValue = WallInput['fields'][string]
