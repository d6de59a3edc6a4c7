/** What may be written into a file, out of its schema: each key with its kind, its limits and its words. */
import type { z } from 'zod'
import { definitionOf } from './zod-definition.ts'

/** What an author has to know of one key. */
export interface KeyFacts {
  /** `steps[].fields` */
  readonly key: string
  /** `text, 3 to 60`; `one of POST, PUT, DELETE` */
  readonly kind: string
  readonly described: string
  /** May be left out. */
  readonly isOptional: boolean
}

/**
 * Every key that a schema knows, in its order.
 *
 * @example
 * keysIn(schemas.guide).map(({ key, kind }) => `${key}: ${kind}`)
 * // => ['title: text, 3 to 60', 'summary: text, 20 to 160', 'order: number, 1 to 99']
 */
export function keysIn(schema: z.ZodType, before = ''): readonly KeyFacts[] {
  const bare = unwrapped(schema)
  const { shape, element, options } = definitionOf(bare)
  if (element) return keysIn(element, `${before}[]`)
  if (options) return keysOfKinds(options, before)
  return Object.entries(shape ?? {}).flatMap(([name, value]) => {
    const key = before === '' || before.endsWith('.') ? before + name : `${before}.${name}`
    return [factsOf(key, value), ...keysIn(value, key)]
  })
}

/** Of several kinds what they share is told once, and then what is each one’s own. */
function keysOfKinds(options: readonly z.ZodType[], before: string): readonly KeyFacts[] {
  const all = options.map((option) => keysIn(option, before))
  const [first = []] = all
  const isShared = ({ key }: KeyFacts) =>
    all.length > 1 && all.every((keys) => keys.some((one) => one.key === key))
  const telling = first.filter(isShared).find(({ kind }) => kind.startsWith('"'))
  const shared = first.filter((facts) => isShared(facts) && facts !== telling)
  const own = all.flatMap((keys) => {
    const which = keys.find(({ key }) => key === telling?.key)
    const rest = keys.filter((facts) => !isShared(facts))
    return [...(which && !which.key.endsWith('.claims') ? [which] : []), ...rest]
  })
  return [...shared, ...own]
}

function factsOf(key: string, schema: z.ZodType): KeyFacts {
  return {
    key,
    kind: kindOf(unwrapped(schema)),
    described: describedIn(schema),
    isOptional: schema.safeParse(undefined).success,
  }
}

/** Without defaults, nulls, and what is done before and after. */
function unwrapped(schema: z.ZodType): z.ZodType {
  const { type, innerType, in: before, out } = definitionOf(schema)
  if (innerType) return unwrapped(innerType)
  if (type !== 'pipe') return schema
  const next = out && definitionOf(out).type !== 'transform' ? out : before
  return next ? unwrapped(next) : schema
}

function describedIn(schema: z.ZodType): string {
  if (schema.description !== undefined) return schema.description
  const { innerType, in: before, out } = definitionOf(schema)
  const inner = [innerType, out, before].find((each) => each !== undefined)
  return inner ? describedIn(inner) : ''
}

const WORDS: Readonly<Record<string, string>> = {
  ...{ string: 'text', boolean: 'true or false', array: 'list', object: 'keys', record: 'keys' },
  ...{ number: 'number', int: 'number', tuple: 'list' },
}

function kindOf(schema: z.ZodType): string {
  const { type, values, entries, options } = definitionOf(schema)
  if (values) return values.map((value) => JSON.stringify(value)).join(' or ')
  if (entries) return `one of ${Object.values(entries).join(', ')}`
  if (type === 'union' && options) {
    const kinds = [...new Set(options.map((option) => kindOf(unwrapped(option))))]
    return kinds.join(' or ')
  }
  return [WORDS[type] ?? type, sizeOf(schema)].filter(Boolean).join(', ')
}

function sizeOf(schema: z.ZodType): string {
  const limits = schema as {
    readonly minLength?: number | null
    readonly maxLength?: number | null
    readonly minValue?: number | null
    readonly maxValue?: number | null
  }
  const least = finite(limits.minLength ?? limits.minValue)
  const most = finite(limits.maxLength ?? limits.maxValue)
  if (least !== null && most !== null) return `${least} to ${most}`
  if (most !== null) return `at most ${most}`
  return least === null ? '' : `at least ${least}`
}

const finite = (limit: number | null | undefined) =>
  typeof limit === 'number' && Math.abs(limit) < Number.MAX_SAFE_INTEGER ? limit : null
