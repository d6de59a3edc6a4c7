import { z } from 'zod'

/** A kind of thing that can be written, with the schema of it. */
interface Kind<Key extends string> {
  readonly schema: z.ZodObject<{ readonly [Name in Key]: z.ZodLiteral<string> }, z.core.$strict>
}

type Kinds<Key extends string> = readonly [Kind<Key>, ...Kind<Key>[]]

type SchemasOf<Of extends Kinds<string>> = {
  readonly [Index in keyof Of]: Of[Index]['schema']
}

interface Rules {
  /** Which kind is meant. Left out, the key itself says so. */
  readonly kindOf?: (written: Readonly<Record<string, unknown>>) => string | Mistake
  /** What is told to a kind that writes a key which only others have; `null` for the usual words. */
  readonly strange?: (kind: string, key: string) => Mistake | null
}

export interface Mistake {
  readonly message: string
  /** The key that it stands at; left out, the whole is meant. */
  readonly at?: string
}

/**
 * One of several kinds of thing, told apart by `key`. A mistake is told in the
 * words of the kind that is meant: it says what is wrong and where, as if
 * there were no others.
 */
export function unionBy<const Key extends string, const Of extends Kinds<Key>>(
  key: Key,
  kinds: Of,
  { kindOf, strange }: Rules = {},
) {
  // `map` forgets how many there are, and which stands where.
  const schemas = kinds.map(({ schema }) => schema) as unknown as SchemasOf<Of>
  const shapes = new Map(kinds.map(({ schema: { shape } }) => [String(shape[key].value), shape]))

  const settle = (written: unknown, context: z.core.$RefinementCtx) => {
    if (!isRecord(written)) return written
    const tell = ({ message, at }: Mistake) =>
      context.addIssue({ code: 'custom', message, path: at === undefined ? [] : [at] })
    const kind = kindOf ? kindOf(written) : written[key]
    if (isMistake(kind)) {
      tell(kind)
      return z.NEVER
    }
    const own = typeof kind === 'string' ? shapes.get(kind) : undefined
    for (const name of own ? Object.keys(written) : []) {
      if (name in own! || ![...shapes.values()].some((shape) => name in shape)) continue
      const mistake = strange?.(String(kind), name) ?? null
      if (mistake) tell(mistake)
    }
    return { ...written, [key]: kind }
  }

  const known = [...shapes.keys()].map((name) => `"${name}"`).join('|')
  const union = z.discriminatedUnion(key, schemas, {
    error: ({ code }) =>
      code === 'invalid_union' ? `Invalid option: expected one of ${known}` : undefined,
  })
  return z.preprocess(settle, union)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMistake = (value: unknown): value is Mistake => isRecord(value) && 'message' in value
