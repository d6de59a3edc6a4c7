/**
 * What an attack is, and how it is run: `npm run attack -- NAME`.
 *
 * Each attack is a file of this folder, named for what it does, whose default
 * export is an `Attack`. It has a server of its own, asks it over HTTP and TCP
 * as anybody could, ends by itself within a minute or two, and notes figures.
 */
import { fileURLToPath } from 'node:url'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'

export interface Attack {
  /** What it does and which finding it repeats, in a sentence. */
  readonly about: string
  /** Added to the environment of its server. */
  readonly env?: NodeJS.ProcessEnv
  readonly run: (house: AttackedHouse) => Promise<void>
}

export interface AttackedHouse {
  readonly server: BuiltServer
  /** Notes what was measured. */
  readonly figure: (figure: Figure) => void
}

export interface Figure {
  readonly what: string
  /** What it was when the fault was found, on 28 November 2026. */
  readonly before: number | string
  readonly now: number | string
  /** Whether the house holds, by this figure. */
  readonly holds: boolean
}

/** The figures of an attack as lines of a table. */
export function tableOf(figures: readonly Figure[]): readonly string[] {
  const rows = figures.map(({ what, before, now, holds }) => [
    ...[what, String(before), String(now)],
    holds ? 'holds' : 'BROKEN',
  ])
  const all = [['', 'found', 'now', ''], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]!.length)))
  const cell = (text: string, column: number) =>
    column === 1 || column === 2 ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)
  return all.map((row) => row.map(cell).join('  ').trimEnd())
}

/** Starts a server, attacks it, and answers what was noted. It must answer at the end. */
export async function attack({ env = {}, run }: Attack): Promise<readonly Figure[]> {
  const server = await startBuiltServer(env)
  const figures: Figure[] = []
  try {
    await run({ server, figure: (noted) => figures.push(noted) })
    const health = await fetch(`${server.origin}/healthz`).catch(() => null)
    const holds = health?.status === 200
    figures.push({ what: 'it answers afterwards', before: '-', now: holds ? 'yes' : 'no', holds })
    return figures
  } finally {
    await server.stop()
  }
}

export const isHeld = (figures: readonly Figure[]) => figures.every(({ holds }) => holds)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of process.argv.slice(2)) {
    const file = new URL(`${name}.ts`, import.meta.url).href
    const { default: chosen } = (await import(file)) as { readonly default: Attack }
    console.log(`${name}: ${chosen.about}\n`)
    const figures = await attack(chosen)
    console.log(`${tableOf(figures).join('\n')}\n`)
    if (!isHeld(figures)) process.exitCode = 1
  }
}
