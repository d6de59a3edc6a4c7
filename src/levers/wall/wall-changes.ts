/** What a wall says otherwise than the one before, row by row and in words. */
import { guardName } from '#trace/guard-words.ts'
import type { WallRun } from './wall-run.ts'
import type { WallRow } from './wall-row.ts'

/** Where an input ended the last time, for each that ends otherwise now; by its number. */
export function changedRows(
  before: Pick<WallRun, 'rows' | 'own'> | null,
  now: Pick<WallRun, 'rows' | 'own'>,
): ReadonlyMap<number, WallRow> {
  const changed = now.rows.flatMap((row) => {
    const last = before?.rows.find(({ name }) => name === row.name)
    // Another input of one’s own in the same row is another question.
    const isOther = last === undefined || (row.number === ownNumber(now) && before?.own !== now.own)
    return isOther || isAlike(last, row) ? [] : [[row.number, last] as const]
  })
  return new Map(changed)
}

const ownNumber = ({ rows, own }: Pick<WallRun, 'rows' | 'own'>) =>
  own === null ? null : (rows.at(-1)?.number ?? null)

const isAlike = (a: WallRow, b: WallRow) =>
  a.end === b.end && a.at === b.at && a.by === b.by && a.status === b.status

/** What was switched since a wall was sent, by tags. */
export interface Switched {
  readonly off: readonly string[]
  readonly on: readonly string[]
}

/**
 * What is off now and was on then, and the other way round; `null` where nothing was switched.
 *
 * @example
 * switchedSince(['plug.fetchFlash'], ['changeset.email.format'])
 * // => { off: ['changeset.email.format'], on: ['plug.fetchFlash'] }
 */
export function switchedSince(then: readonly string[], now: readonly string[]): Switched | null {
  const off = now.filter((tag) => !then.includes(tag))
  const on = then.filter((tag) => !now.includes(tag))
  return off.length + on.length === 0 ? null : { off, on }
}

/** `you switched validateFormat off`; the names come as they are said. */
export function switchedInWords({ off, on }: Switched): string {
  const parts = [
    off.length > 0 ? `${LIST.format(off)} off` : '',
    on.length > 0 ? `${LIST.format(on)} on again` : '',
  ]
  return `you switched ${parts.filter(Boolean).join(', and ')}`
}

/** `3 and 4: the changeset had them; now the check has them, with a 500.` */
export function changesInWords(
  changed: ReadonlyMap<number, WallRow>,
  now: Pick<WallRun, 'rows'>,
): readonly string[] {
  const moved = now.rows.flatMap((row) => {
    const last = changed.get(row.number)
    return last ? [{ number: row.number, last, row }] : []
  })
  const alike = Map.groupBy(moved, ({ last, row }) => JSON.stringify([keyOf(last), keyOf(row)]))
  return [...alike.values()].map((group) => {
    const { last, row } = group[0]!
    const numbers = LIST.format(group.map(({ number }) => String(number)))
    const them = group.length === 1 ? 'it' : 'them'
    return `${numbers}: ${whoHad(last, them)}; now ${whoHas(row, them)}.`
  })
}

const keyOf = ({ end, at, by, status, broke }: WallRow) => [end, at, by, status, broke]

const LIST = new Intl.ListFormat('en', { type: 'conjunction' })

const whoHad = (row: WallRow, them: string) =>
  tell(row, (who) => `${who} had ${them}`, `nobody had ${them}`)

const whoHas = (row: WallRow, them: string) =>
  tell(row, (who) => `${who} has ${them}`, `nobody has ${them}`)

function tell(
  { end, by, status, broke }: WallRow,
  has: (who: string) => string,
  none: string,
): string {
  if (end === 'leaked') return 'somebody else’s row went out'
  if (end === 'nothing') return `nothing was found, with a ${status}`
  if (by === null) return none
  return `${has(`the ${guardName(by)}`)}${broke ? ', with a 500' : ''}`
}
