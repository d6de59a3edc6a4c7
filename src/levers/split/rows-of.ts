/** Which rows a request was given, and whose they are. */
import { ownerOf } from '#changeset/owner.ts'
import { tableIn } from '#trace/rows-given.ts'
import { strangersIn } from '#trace/strangers.ts'
import type { Trace } from '#trace/trace-step.ts'

/** Somebody as whom a request can be sent. */
export interface Person {
  readonly persona: string
  /** `Bo` */
  readonly name: string
}

export interface RowGiven {
  /** `scores 1` */
  readonly row: string
  /** Whose it is: a persona, or the name that an address begins with. */
  readonly owner: string
  /** It is not the asker’s own. */
  readonly isStrange: boolean
}

/**
 * The rows of tables that belong to somebody, each once.
 *
 * @example
 * const data = { keys: [1, 2], strangers: [{ table: 'scores', key: '1', owner: 'ana' }] }
 * rowsOf({ persona: 'bo', steps: [{ tag: 'sql.select.scores', data }] }).map(({ owner }) => owner)
 * // => ['ana', 'bo']
 */
export function rowsOf({
  persona,
  steps,
}: Pick<Trace, 'persona'> & {
  readonly steps: readonly Pick<Trace['steps'][number], 'tag' | 'data'>[]
}): readonly RowGiven[] {
  const rows = steps.flatMap((step) => {
    const table = tableIn(step.tag)
    const { keys } = step.data
    if (table === null || !Array.isArray(keys) || ownerOf(table) === null) return []
    const strangers = strangersIn(step)
    // A query tells numbers alone.
    return (keys as readonly number[]).map((key): RowGiven => {
      const stranger = strangers.find((one) => one.key === String(key))
      const owner = stranger?.owner ?? persona
      return { row: `${table} ${key}`, owner, isStrange: stranger !== undefined }
    })
  })
  return [...new Map(rows.map((row) => [row.row, row])).values()]
}
