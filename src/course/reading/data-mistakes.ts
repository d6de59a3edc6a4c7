/**
 * What a schema says of a file, for its author: the demo and the step by their
 * names, the line, and what to write: near names, the keys there are, or what
 * the schema describes.
 */
import { z } from 'zod'
import { numbered } from '#lib/counted.ts'
import { ROUTES } from '#router.ts'
import type { Place, Wrong } from './mistake.ts'
import { nearest, offer } from './near.ts'
import type { Path, YamlText } from './yaml-text.ts'
import { definitionOf } from './zod-definition.ts'

type Issue = z.core.$ZodIssue

/** Each issue with its place. */
export function dataMistakes(
  schema: z.ZodType,
  issues: readonly Issue[],
  yaml: YamlText,
  /** What an entry of the file itself is called: `demo`. */
  entry: string,
): readonly (Place & Wrong)[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        ...yaml.placeOfKey(issue.path, key),
        ...unknownKey(
          schemaAt(schema, issue.path, yaml.value),
          key,
          whereOf(yaml.value, issue.path, entry),
        ),
      }))
    return [{ ...yaml.placeOf(issue.path), ...inWords(schema, issue, yaml.value, entry) }]
  })
}

function unknownKey(schema: z.ZodType | null, key: string, where: string): Wrong {
  const known = keysOf(schema)
  const what = sentence(where, `has a key "${key}", which nobody reads`)
  return { what, write: offer(key, known) }
}

function inWords(schema: z.ZodType, issue: Issue, written: unknown, entry: string): Wrong {
  const { path, message } = issue
  const last = path.at(-1)
  // A word in a list is told by the list.
  const isInList = typeof last === 'number' && typeof valueAt(written, path) !== 'object'
  const key = isInList ? String(path.at(-2) ?? 'it') : typeof last === 'string' ? last : null
  const where = whereOf(
    written,
    path.slice(0, isInList ? -2 : key === null ? undefined : -1),
    entry,
  )
  const own = schemaAt(schema, path, written)
  const value = valueAt(written, path)
  const about: About = { key, where, value, isInList, described: own?.description ?? '' }
  if (value === undefined && issue.code !== 'custom') return missing(about, message)
  if (!isOfZod(message)) return toldBySchema(about, message)
  if (issue.code === 'invalid_value') return noOption(about, issue.values.map(String))
  if (issue.code === 'invalid_union') return noOption(about, optionsIn(message))
  if (issue.code === 'too_small' || issue.code === 'too_big') return wrongSize(about, issue)
  if (issue.code === 'invalid_type') return wrongType(about, issue.expected)
  return toldBySchema(about, message)
}

/** What is said of one value. */
interface About {
  readonly key: string | null
  readonly where: string
  readonly value: unknown
  readonly isInList: boolean
  readonly described: string
}

const verb = ({ isInList }: About) => (isInList ? 'has' : 'is')

const subject = ({ key, where }: About) => [where, key].filter(Boolean).join(': ') || 'It'

function missing({ key, where, described }: About, message: string): Wrong {
  const what = sentence(where, `has no ${key ?? 'value'}`)
  if (!isOfZod(message)) return { what, write: message }
  return { what, write: described === '' ? `Write ${key}.` : `Write ${key}: ${described}` }
}

function noOption(about: About, options: readonly string[]): Wrong {
  const what = `${subject(about)} ${verb(about)} ${print(about.value)}, which is none of those there are.`
  return { what, write: offer(String(about.value), options) }
}

const optionsIn = (message: string) => [...message.matchAll(/"([^"]+)"/g)].map(([, name]) => name!)

type Sized = Extract<Issue, { readonly code: 'too_small' | 'too_big' }>

function wrongSize(about: About, issue: Sized): Wrong {
  const { value, described } = about
  const [word, limit] =
    issue.code === 'too_small' ? ['at least', issue.minimum] : ['at the most', issue.maximum]
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : null
  const unit = typeof value === 'string' ? ' characters' : Array.isArray(value) ? ' entries' : ''
  const what = `${subject(about)} ${size === null ? `is ${print(value)}` : `has ${size}${unit}`}.`
  return { what, write: `Write ${word} ${limit}${unit}. ${described}`.trim() }
}

const KINDS: Readonly<Record<string, string>> = {
  ...{ string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false' },
  ...{ array: 'a list', object: 'keys, each with its value', record: 'keys, each with its value' },
}

function wrongType(about: About, expected: string): Wrong {
  const what = `${subject(about)} is ${print(about.value)}.`
  return { what, write: `Write ${KINDS[expected] ?? expected}. ${about.described}`.trim() }
}

const isOfZod = (message: string) => /^(?:Invalid|Too|Unrecognized|Expected) /.test(message)

const ADVICE = /^(?:Write|Name|Say|Choose|Only|Show|An address|A task|Half a sentence|Begin)\b/
/** “…: leave it out.”, “…. Write one of …”, “…: ask “how far?”, or …” */
const TWO_HALVES =
  /^(?<what>.*?)(?:: (?=(?:leave|write|ask|show|begin|put|only)\b)|[.?!] (?=(?:Write|Name|Say|It has|There is)\b))(?<write>.*)$/s

/** `"status" is answered with 200, 303.` */
const ANSWERS = /^"(?<asks>.+)" is answered with (?<options>.+)\.$/
/** `No page stands at /nowhere.` */
const NO_ADDRESS = /^No (?:page|form) [a-z ]*(?<address>\/\S*)\.$/

/** A sentence of the schema’s own. It says what is wrong, or what to write, or both. */
function toldBySchema(about: About, message: string): Wrong {
  const { value, described, key } = about
  const answers = ANSWERS.exec(message)?.groups
  if (answers)
    return {
      what: `${subject(about)} ${print(value, 'is ')}, which does not answer "${answers['asks']}".`,
      write: offer(String(value), (answers['options'] ?? '').split(', ')),
    }
  const halves = TWO_HALVES.exec(message)?.groups
  if (ADVICE.test(message) && !halves)
    return {
      what: `${subject(about)} ${print(value, `${verb(about)} `)}.`,
      write: meant(value, message),
    }
  if (ADVICE.test(message))
    return { what: `${subject(about)} ${print(value, `${verb(about)} `)}.`, write: message }
  if (halves)
    return {
      what: `${subject(about)}: ${withStop(halves['what'] ?? '')}`,
      write: meant(value, sentenceStart(halves['write'] ?? '')),
    }
  return { what: `${subject(about)}: ${message}`, write: instead(message, key) ?? described }
}

/** What to write in place of what only one may have, or of what is not that long. */
function instead(message: string, key: string | null): string | null {
  const last = /^This demo has (?<count>\d+) steps?\.$/.exec(message)?.groups?.['count']
  if (last !== undefined) return `Write ${key ?? 'a number'} from 1 to ${last}.`
  if (/\balready\.$/.test(message)) return `Write another ${key ?? 'one'}.`
  if (/named twice/.test(message)) return 'Write each once.'
  if (/^One option at the most is right/.test(message))
    return 'Leave right: true out of the others.'
  const method = /is sent as (?<method>.+)\.$/.exec(message)?.groups?.['method']
  if (method !== undefined) return `Write method: ${method}.`
  const address = NO_ADDRESS.exec(message)?.groups?.['address']
  if (address === undefined) return null
  const near = nearest(address, Object.keys(ROUTES))
  return near === null ? 'Write the address of a page: /users/register.' : `Did you mean ${near}?`
}

/** The advice, and which of the names in it is near. */
function meant(value: unknown, advice: string): string {
  if (typeof value !== 'string') return advice
  const names = advice.match(/[/\w[][\w[\]@./-]*[\w\]]/g) ?? []
  const isThere = names.some((name) => name === value)
  const near = isThere ? null : nearest(value, names.filter(isName))
  return near === null ? advice : `Did you mean ${near}? ${advice}`
}

const isName = (word: string) => !/^(?:[A-Z\d]|one$|of$|as$|the$|people$|users$)/.test(word)

function print(value: unknown, before = ''): string {
  if (value === undefined) return before === '' ? 'not there' : 'is not there'
  if (value === null) return `${before}empty`
  if (Array.isArray(value))
    return before === '' ? 'a list' : `has ${numbered(value.length, 'entry', 'entries')}`
  if (typeof value === 'object') return before === '' ? 'keys with values' : 'does not fit'
  return `${before}${JSON.stringify(value)}`
}

const withStop = (words: string) => (/[.!?]$/.test(words) ? words : `${words}.`)

const sentenceStart = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

const sentence = (where: string, does: string) => `${where === '' ? 'It' : where} ${does}.`

/** What the entries of a list are called, and by what each is told from the others. */
const ENTRIES: Readonly<Record<string, readonly [word: string, by: readonly string[]]>> = {
  demos: ['demo', ['id']],
  recalls: ['question', ['id']],
  steps: ['step', []],
  predictions: ['question', ['id']],
  checks: ['check', ['id']],
  options: ['option', ['is']],
  clauses: ['clause', []],
  proof: ['clause of the proof', []],
  hints: ['hint', []],
  way: ['step of the way', []],
  inputs: ['input', ['name']],
  users: ['user', ['email']],
  tokens: ['token', []],
  scores: ['score', []],
  members: ['member', ['email']],
  organizations: ['organization', ['slug']],
  planned: ['planned lesson', ['number']],
}

/** `demo a-link, question who, option 2`: the way to a place in the words of the course. */
function whereOf(written: unknown, path: Path, entry: string): string {
  const words: string[] = []
  let list: string | null = entry
  for (const [index, key] of path.entries()) {
    if (typeof key === 'number' && list !== null) {
      const [word, by] = ENTRIES[list] ?? [list, []]
      const item = valueAt(written, path.slice(0, index + 1))
      words.push(`${word} ${nameIn(item, by) ?? key + 1}`)
      list = null
    } else {
      list = String(key)
      const next = path[index + 1]
      if (typeof next !== 'number') words.push(list)
    }
  }
  const isNamed = typeof path[0] === 'number' || typeof path[1] === 'number'
  // A key stays as it is written.
  return isNamed ? sentenceStart(words.join(', ')) : words.join(', ')
}

function nameIn(item: unknown, by: readonly string[]): string | null {
  if (typeof item !== 'object' || item === null) return null
  const named = by.map((key) => (item as Readonly<Record<string, unknown>>)[key])
  const found = named.find((value) => typeof value === 'string' || typeof value === 'number')
  return found === undefined ? null : String(found)
}

const valueAt = (written: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    written,
  )

/** The schema of what stands at a path, with its description; of a union, the kind that is meant. */
function schemaAt(schema: z.ZodType, path: Path, written: unknown): z.ZodType | null {
  const [key, ...rest] = path
  if (key === undefined) return schema
  for (const each of alternativesOf(schema).filter((one) => isMeant(one, written))) {
    const { shape, element, items, valueType } = definitionOf(each)
    const next =
      typeof key === 'number' ? (element ?? items?.[key]) : (shape?.[String(key)] ?? valueType)
    const found = next ? schemaAt(next, rest, valueAt(written, [key])) : null
    if (found) return found
  }
  return null
}

/** Whether no word that tells its kind from others is written otherwise. */
function isMeant(schema: z.ZodType, written: unknown): boolean {
  return Object.entries(definitionOf(schema).shape ?? {}).every(([key, value]) => {
    const { type, values } = definitionOf(value)
    const own = valueAt(written, [key])
    return type !== 'literal' || own === undefined || values?.includes(own) === true
  })
}

/** What is meant, without what stands around it: defaults, nulls, what is done before and after. */
function alternativesOf(schema: z.ZodType): readonly z.ZodType[] {
  const { type, innerType, in: before, out, options } = definitionOf(schema)
  if (innerType) return alternativesOf(innerType)
  if (type === 'pipe') return [out, before].flatMap((each) => (each ? alternativesOf(each) : []))
  return options ? options.flatMap(alternativesOf) : [schema]
}

const keysOf = (schema: z.ZodType | null): readonly string[] => {
  const shapes = schema ? alternativesOf(schema).map((each) => definitionOf(each).shape ?? {}) : []
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape)))].filter((k) => k !== 'claims')
}
