/** A wall as its board shows it: how many of it, what changed, and where each row leads. */
import { numbered } from '#lib/counted.ts'
import { labHref } from '../labs/labs.ts'
import type { Layer } from '../peel/layers.ts'
import { floorsOf, type FloorView } from '../peel/peel-view.ts'
import { changedRows, changesInWords } from './wall-changes.ts'
import { wallFacts, type WallRun } from './wall-run.ts'
import { cellsOf, type WallCell, type WallRow } from './wall-row.ts'

export interface RowView extends WallRow {
  readonly cells: readonly WallCell[]
  /** It ended elsewhere the last time: `the changeset had it`. */
  readonly isChanged: boolean
  /** Where its trace is opened. */
  readonly href: string
}

export interface RunView {
  readonly rows: readonly RowView[]
  /** `20 sent: 16 refused, 4 answered.` */
  readonly said: string
  /** A sentence for all that moved the same way; `null` where there is nothing to compare it with. */
  readonly changes: readonly string[] | null
}

export const wallHref = (name: string): string => `${labHref('wall')}?of=${name}`

export function viewOf(run: WallRun, before: WallRun | null): RunView {
  const changed = changedRows(before, run)
  return {
    said: saidOf(run.rows),
    changes: before && changesInWords(changed, run),
    rows: run.rows.map((row) => ({
      ...row,
      cells: cellsOf(row),
      isChanged: changed.has(row.number),
      href: `${wallHref(run.wall)}&row=${row.number}#wall-row`,
    })),
  }
}

const SAID = [
  ['refused', 'refused'],
  ['nothing', 'found nothing'],
  ['leaked', 'leaked'],
  ['answered', 'answered'],
] as const

function saidOf(rows: readonly WallRow[]): string {
  const counts = SAID.flatMap(([kind, words]) => {
    const { length } = rows.filter(({ end }) => end === kind)
    return length > 0 ? [`${length} ${words}`] : []
  })
  return `${numbered(rows.length, 'input')}: ${counts.join(', ')}.`
}

/**
 * The layers that have caught something the last time, and those that are off:
 * by floor, each with a switch.
 */
export function caughtBy(
  layers: readonly Layer[],
  { rows }: Pick<WallRun, 'rows'>,
  without: ReadonlySet<string>,
): readonly FloorView[] {
  const caught = (tag: string) => rows.filter((row) => row.tag === tag).length
  const met = layers.filter(({ tag }) => caught(tag) > 0 || without.has(tag))
  return floorsOf(met, without, { traces: [], last: null }).map((floor) => ({
    ...floor,
    met: floor.met.map((one) => (one.isOn ? { ...one, note: `caught ${caught(one.tag)}` } : one)),
  }))
}

/** A run for whoever asks with a program. */
export const runFacts = (run: WallRun, before: WallRun | null) => {
  const { rows, changes } = viewOf(run, before)
  return {
    number: run.number,
    own: run.own,
    without: run.without,
    changes: changes ?? [],
    inputs: wallFacts(run).map((fact, at) => ({
      ...fact,
      words: rows[at]?.words,
      changed: rows[at]?.isChanged,
    })),
  }
}
