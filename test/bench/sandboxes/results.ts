/** What `npm run bench sandboxes` measures, and how it is written down. */
import { markdownTable, thousands } from '../shared/markdown-table.ts'

interface Spread {
  readonly p50: number
  readonly p95: number
}

/** One house with so many sandboxes. Times are in milliseconds, memory in megabytes. */
export interface Measured {
  readonly count: number
  /** The first act of a newcomer, which makes the sandbox. */
  readonly create: Spread
  /** What the processor works for it, which does not depend on who else is at work. */
  readonly work: number
  /** From the beginning of that until its trace is read. */
  readonly trace: Spread
  /** Somebody comes back, whose database was closed. */
  readonly wake: Spread
  /** When the last one was made. */
  readonly memory: number
  readonly descriptors: number
  /** When nobody had done anything for a minute or two. */
  readonly restingMemory: number
  readonly restingDescriptors: number
  /** From `kill -9` until the next process is ready. */
  readonly restart: number
  /** To end one of them. */
  readonly sweep: number
  /** The p95 of a page that somebody reads while all are ended. */
  readonly besideSweep: number
}

/** What is aimed at, by the house with the most. */
export const GOALS = { create: 20, memory: 400, restart: 2_000 } as const

interface Row {
  readonly what: string
  readonly goal: string
  readonly value: (measured: Measured) => string
}

const ms = (value: number) => `${value.toFixed(1)} ms`
const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`
const megabytes = (value: number) => `${Math.round(value)} MB`

const ROWS: readonly Row[] = [
  { what: 'first act of a newcomer, p50', goal: '', value: ({ create }) => ms(create.p50) },
  {
    ...{ what: 'first act of a newcomer, p95', goal: `< ${GOALS.create} ms` },
    value: ({ create }) => ms(create.p95),
  },
  { what: 'work of the processor for it', goal: '', value: ({ work }) => ms(work) },
  {
    ...{ what: 'first act and its trace, p50', goal: '' },
    value: ({ trace }) => ms(trace.p50),
  },
  {
    ...{ what: 'first act and its trace, p95', goal: '' },
    value: ({ trace }) => ms(trace.p95),
  },
  {
    ...{ what: 'memory (RSS) with the last one made', goal: `< ${GOALS.memory} MB` },
    value: ({ memory }) => megabytes(memory),
  },
  {
    ...{ what: 'memory (RSS) at rest', goal: '' },
    value: ({ restingMemory }) => megabytes(restingMemory),
  },
  {
    ...{ what: 'descriptors with the last one made', goal: '< 800' },
    value: ({ descriptors }) => String(descriptors),
  },
  {
    ...{ what: 'descriptors at rest', goal: '' },
    value: ({ restingDescriptors }) => String(restingDescriptors),
  },
  {
    ...{ what: 'somebody comes back whose database was closed, p95', goal: '' },
    value: ({ wake }) => ms(wake.p95),
  },
  {
    ...{ what: 'killed with `kill -9`, and ready again', goal: `< ${seconds(GOALS.restart)}` },
    value: ({ restart }) => seconds(restart),
  },
  { what: 'to end one', goal: '', value: ({ sweep }) => ms(sweep) },
  {
    ...{ what: 'p95 of somebody else’s page while all are ended', goal: '' },
    value: ({ besideSweep }) => ms(besideSweep),
  },
]

/** As a table of Markdown, with what it was measured on. */
export function tableOf(measured: readonly Measured[], machine: string): string {
  const head = ['', ...measured.map(({ count }) => thousands(count)), 'goal']
  const rows = ROWS.map(({ what, goal, value }) => [what, ...measured.map(value), goal])
  return [
    '# Many sandboxes in one house',
    '',
    `\`npm run bench sandboxes\` on ${machine}. One newcomer after the other, at most 128 databases open, as is usual.`,
    '',
    markdownTable(head, rows),
    '',
    '![The same as bars](sandboxes.svg)',
    '',
  ].join('\n')
}
