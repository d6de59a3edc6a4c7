/**
 * The form of a function, for who has no script: which fields it has, and the
 * call that they make. What it writes above its answer is what somebody would
 * have typed.
 */
import type { Params } from '#http/params.ts'
import { text } from '#http/params.ts'
import { REDACTED } from '#lib/redacted.ts'
import { isSecretName } from '#lib/secret-name.ts'
import type { PromptFunction } from '#prompt/registry.ts'
import type { Sent, SentRow } from '#prompt/sent.ts'
import type { Call } from '#prompt/session.ts'

export interface FormField {
  readonly name: string
  readonly label: string
  readonly kind:
    'entries' | 'text' | 'number' | 'user' | 'score' | 'schema' | 'scope' | 'organization'
  readonly optional: boolean
}

const ROWS: Readonly<Record<string, FormField['kind']>> = {
  ...{ user: 'user', changedUser: 'user', score: 'score', schema: 'schema', id: 'number' },
  ...{ params: 'entries', options: 'entries', where: 'entries', changeset: 'entries' },
  ...{ minutes: 'number', scope: 'scope', row: 'user', organization: 'organization' },
}

const LABELS: Readonly<Record<string, string>> = { organization: 'organization, by its slug' }

/** A link of a mail is made by the house, whatever stands at the prompt. */
const OF_THE_HOUSE = 'urlFor'

/** The fields of a function’s form. Whose scope it has is asked beside them. */
export function fieldsOf(
  module: string,
  { parameters, name }: PromptFunction,
): readonly FormField[] {
  const fields = parameters
    .filter((each) => each.name !== OF_THE_HOUSE)
    .map((each): FormField => ({
      ...{ name: each.name, label: LABELS[each.name] ?? each.name, optional: each.optional },
      kind: ROWS[each.name] ?? 'text',
    }))
  // A changeset is made here of a schema and its changes.
  const isWrite = module === 'Repo' && (name.startsWith('insert') || name.startsWith('update'))
  if (!isWrite) return fields
  const row: FormField = name.startsWith('insert')
    ? { name: 'schema', label: 'schema', kind: 'schema', optional: false }
    : { name: 'user', label: 'user', kind: 'user', optional: false }
  return [row, ...fields]
}

/** A call, and how it is written in both spellings. */
export interface FormCall {
  readonly call: Call
  readonly elixir: string
  readonly typescript: string
}

export function formCall(module: string, listed: PromptFunction, params: Params): FormCall {
  const given = (name: string) => text(params, `arg_${name}`)?.trim() ?? ''
  const args: Argument[] = []
  for (const parameter of listed.parameters) {
    const made = argumentOf(module, listed, parameter.name, given)
    if (made === null && parameter.optional) break
    args.push(made ?? { sent: null, elixir: 'nil', typescript: 'null' })
  }
  const scope = scopeOf(given('scope'))
  const takesScope = listed.takes !== null
  const { sent, elixir, typescript } = {
    sent: [...(takesScope && scope ? [scope.sent] : []), ...args.map((each) => each.sent)],
    elixir: args.map((each) => each.elixir),
    typescript: [
      ...(takesScope && scope ? [scope.typescript] : []),
      ...args.map((each) => each.typescript),
    ],
  }
  const [phoenix] = listed.elixir
  const first = listed.first === null ? [] : [listed.first === 'user' ? 'user' : 'scope']
  const inElixir = `${module}.${phoenix?.split('/')[0] ?? listed.name}(${[...first, ...elixir].join(', ')})`
  return {
    call: { name: `${module}.${listed.name}`, args: sent, spelling: 'typescript' },
    elixir: inElixir,
    typescript: `await ${module}.${listed.name}(${typescript.join(', ')})`,
  }
}

interface Argument {
  readonly sent: Sent
  readonly elixir: string
  readonly typescript: string
}

function argumentOf(
  module: string,
  { name: own }: PromptFunction,
  name: string,
  given: (name: string) => string,
): Argument | null {
  if (name === OF_THE_HOUSE)
    return { sent: { $: 'none', what: 'function' }, elixir: '& &1', typescript: '(token) => token' }
  const value = given(name)
  switch (ROWS[name] ?? 'text') {
    case 'entries':
      return name === 'changeset' && module === 'Repo'
        ? changesetArgument(own, entriesIn(value), given)
        : value === '' && name === 'options'
          ? null
          : entriesArgument(entriesIn(value))
    case 'number':
      return value === '' ? null : { sent: Number(value), elixir: value, typescript: value }
    case 'user':
    case 'score':
      return value === '' ? null : rowArgument(value)
    case 'schema':
      return { sent: { $: 'schema', of: value }, elixir: value, typescript: value }
    case 'scope':
      return scopeOf(value) ?? { sent: null, elixir: 'nil', typescript: 'null' }
    case 'organization':
      return organizationArgument(value)
    default:
      return { sent: value, elixir: JSON.stringify(value), typescript: JSON.stringify(value) }
  }
}

type Entries = readonly (readonly [string, Sent])[]

/** A line each: `email = ana@example.test`. A number, `true` and `nil` are what they look like. */
function entriesIn(text: string): Entries {
  return text
    .split('\n')
    .filter((line) => line.includes('='))
    .map((line) => {
      const at = line.indexOf('=')
      return [line.slice(0, at).trim(), valueIn(line.slice(at + 1).trim())] as const
    })
}

const WORDS: Readonly<Record<string, Sent>> = { true: true, false: false, nil: null, null: null }

const valueIn = (text: string): Sent => {
  if (Object.hasOwn(WORDS, text)) return WORDS[text] ?? null
  return /^-?\d{1,12}$/.test(text) ? Number(text) : text.replace(/^"(.*)"$/, '$1')
}

function entriesArgument(entries: Entries): Argument {
  const written = (assign: string) =>
    entries.map(([name, value]) => `${name}${assign}${writtenValue(name, value)}`).join(', ')
  return {
    sent: { $: 'map', of: Object.fromEntries(entries) },
    elixir: `%{${written(': ').replaceAll('null', 'nil')}}`,
    typescript: entries.length === 0 ? '{}' : `{ ${written(': ')} }`,
  }
}

/** What the page repeats is seen by whoever passes by. */
const writtenValue = (name: string, value: Sent) =>
  JSON.stringify(isSecretName(name) ? REDACTED : value)

/** `User 3`: which row of which table. */
function rowArgument(value: string): Argument {
  const [schema = '', id = ''] = value.split(' ')
  const name = schema.toLowerCase()
  const sent: SentRow = { $: 'row', schema, state: 'loaded', of: { id: Number(id) } }
  return { sent, elixir: name, typescript: name }
}

function organizationArgument(slug: string): Argument {
  const text = JSON.stringify(slug)
  return {
    sent: { $: 'map', of: { slug } },
    elixir: `Organizations.get_organization_by_slug!(scope, ${text})`,
    typescript: `await Organizations.getOrganizationBySlugOrThrow(scope, ${text})`,
  }
}

function scopeOf(value: string): Argument | null {
  if (value === '') return null
  const { sent } = rowArgument(value)
  return {
    sent: { $: 'scope', user: sent, organization: null },
    elixir: 'Scope.for_user(user)',
    typescript: 'await Scope.forUser(user)',
  }
}

function changesetArgument(
  own: string,
  entries: Entries,
  given: (name: string) => string,
): Argument {
  const isInsert = own.startsWith('insert')
  const schema = given('schema')
  const base: SentRow = isInsert
    ? { $: 'row', schema, state: 'built', of: {} }
    : (rowArgument(given('user')).sent as SentRow)
  const changes = entriesArgument(entries)
  const of = isInsert
    ? { elixir: `%${schema}{}`, typescript: `build(${schema.toLowerCase()}s)` }
    : { elixir: 'user', typescript: 'user' }
  return {
    sent: {
      ...{ $: 'changeset', base, action: null, valid: true, errors: [], constraints: [] },
      ...{ changes: Object.fromEntries(entries), isPart: false },
    },
    elixir: `change(${of.elixir}, ${changes.elixir})`,
    typescript: `change(${of.typescript}, ${changes.typescript})`,
  }
}
