import { sqlName } from '#trace/sql-words.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'

type Sample = Pick<TraceStep, 'layer' | 'name'> & Partial<TraceStep>

/** A trace from the parts that a test is about. */
export function sampleTrace(steps: readonly Sample[], about: Partial<Trace> = {}): Trace {
  return {
    id: 'trace-1',
    title: 'POST /users/register',
    persona: 'you',
    startedAt: 0,
    status: 200,
    ...about,
    steps: steps.map((step, index) => ({
      id: index + 1,
      parent: null,
      at: index,
      tag: tagOf(step),
      outcome: 'ok',
      detail: '',
      source: null,
      data: {},
      ...step,
    })),
  }
}

/** As the layers name their steps: `sql.insert.users`. */
function tagOf({ layer, name }: Sample): string {
  if (layer === 'scope') return 'scope.current'
  if (layer !== 'sql') return `${layer}.${name}`
  const [verb, ...words] = sqlName(name).split(' ')
  return ['sql', verb, ...words.slice(-1)].join('.')
}

const DOWN_TO_SCOPE: readonly Sample[] = [
  { layer: 'request', name: 'POST /users/register' },
  { layer: 'plug', name: 'fetchCurrentScope' },
  { layer: 'scope', name: 'scopeForVisitor', detail: 'nobody is logged in', parent: 2 },
]

/** Registration of an address that has no @: refused by the fifth floor. */
export const refusedByChangeset = sampleTrace(
  [
    ...DOWN_TO_SCOPE,
    { layer: 'context', name: 'registerUser', outcome: 'error', detail: 'answered with an error' },
    { layer: 'changeset', name: 'cast', parent: 4 },
    {
      layer: 'changeset',
      name: 'validateFormat',
      parent: 4,
      outcome: 'error',
      data: { errors: [{ field: 'email', message: 'must have the @ sign and no spaces' }] },
    },
    { layer: 'reply', name: '422', outcome: 'error' },
  ],
  { status: 422 },
)

/** Bo’s registration of an address that Ana took in the same second. */
export const refusedByIndex = sampleTrace(
  [
    ...DOWN_TO_SCOPE,
    { layer: 'context', name: 'registerUser', outcome: 'error' },
    { layer: 'changeset', name: 'unsafeValidateUnique', parent: 4 },
    { layer: 'sql', name: 'select true from "users"', parent: 5 },
    { layer: 'sql', name: 'insert into "users" ("email") values (?)', parent: 4, outcome: 'error' },
    {
      layer: 'constraint',
      name: 'users_email_index',
      parent: 7,
      outcome: 'error',
      data: { kind: 'unique', errors: [{ field: 'email', message: 'has already been taken' }] },
    },
    { layer: 'reply', name: '422', outcome: 'error' },
  ],
  { status: 422, persona: 'bo' },
)

export const registered = sampleTrace(
  [
    ...DOWN_TO_SCOPE,
    { layer: 'context', name: 'registerUser' },
    { layer: 'changeset', name: 'cast', parent: 4 },
    { layer: 'sql', name: 'insert into "users" ("email") values (?)', parent: 4 },
    { layer: 'mail', name: 'Mailbox.deliver' },
    { layer: 'reply', name: '303' },
  ],
  { status: 303, persona: 'ana' },
)

export const haltedByPlug = sampleTrace(
  [
    { layer: 'request', name: 'GET /users/settings' },
    { layer: 'plug', name: 'fetchCurrentScope' },
    { layer: 'sql', name: 'select * from "users_tokens"', parent: 2 },
    { layer: 'scope', name: 'scopeForVisitor', parent: 2 },
    { layer: 'plug', name: 'requireAuthenticatedUser', outcome: 'halt', detail: 'answered 303' },
    { layer: 'reply', name: '303' },
  ],
  { title: 'GET /users/settings', status: 303 },
)
