/** What was measured in a soak, minute by minute, and whether the house holds. */

export interface Answered {
  readonly status: number
  readonly milliseconds: number
}

/** A stretch of the soak: a minute, in the long form. */
export interface Stretch {
  /** Whether the neighbour was loud in it. */
  readonly isLoud: boolean
  readonly readers: readonly Answered[]
  readonly neighbour: readonly Answered[]
  /** Bytes that the process held, as they were sampled. */
  readonly memory: readonly number[]
  readonly descriptors: number
}

export interface Held {
  readonly says: string
  readonly measured: string
  readonly holds: boolean
}

const MEBIBYTE = 1024 * 1024
/** So much more may be held at the end than after the third minute. */
const LEVEL = 1.15
/** Of a hundred answers to readers so many may be a limit that somebody met. */
const REFUSED_PERCENT = 1
const BUSY = 503
const WARM_STRETCHES = 3

export function promisesOf(stretches: readonly Stretch[]): readonly Held[] {
  // The first one warms the house up, and is in no measure of time.
  const later = stretches.slice(1)
  const quiet = p95(later.filter(({ isLoud }) => !isLoud).flatMap(({ readers }) => readers))
  const loud = p95(later.filter(({ isLoud }) => isLoud).flatMap(({ readers }) => readers))
  const neighbour = stretches.flatMap((stretch) => stretch.neighbour)
  const busy = neighbour.filter(({ status }) => status === BUSY)
  return [
    ...countedPromises(stretches),
    {
      says: 'nor is the neighbour told that anything is too busy for it',
      measured: `${busy.length} of ${neighbour.length}`,
      holds: busy.length === 0,
    },
    {
      says: 'beside a neighbour readers wait at most twice as long (p95)',
      measured: `${ms(quiet)} alone, ${ms(loud)} beside it`,
      holds: loud <= 2 * quiet,
    },
    memoryPromise(stretches),
  ]
}

/** Those that a clock has no part in. */
export function countedPromises(stretches: readonly Stretch[]): readonly Held[] {
  const readers = stretches.flatMap((stretch) => stretch.readers)
  const neighbour = stretches.flatMap((stretch) => stretch.neighbour)
  const all = [...readers, ...neighbour]
  // How long a busy machine lets a neighbour wait for its own database is a matter of time.
  const failed = [
    ...readers.filter(({ status }) => status >= 500),
    ...neighbour.filter(({ status }) => status >= 500 && status !== BUSY),
  ]
  const refused = readers.filter(({ status }) => status === 429)
  const share = (100 * refused.length) / Math.max(1, readers.length)
  return [
    {
      says: 'nobody is answered with an error of the server',
      measured: `${failed.length} of ${all.length}`,
      holds: failed.length === 0 && all.length > 0,
    },
    {
      says: `readers are asked to wait at most ${REFUSED_PERCENT} time in 100`,
      measured: `${refused.length} of ${readers.length}`,
      holds: share <= REFUSED_PERCENT,
    },
  ]
}

function memoryPromise(stretches: readonly Stretch[]): Held {
  const after = median(stretches.slice(WARM_STRETCHES, WARM_STRETCHES + 2).flatMap(memoryOf))
  const end = median(stretches.slice(-2).flatMap(memoryOf))
  return {
    says: 'memory is level after the third minute',
    measured: `${mib(after)} then, ${mib(end)} at the end`,
    holds: stretches.length > WARM_STRETCHES + 1 && end <= after * LEVEL,
  }
}

const memoryOf = ({ memory }: Stretch) => memory

/** The minutes as lines of a table. */
export function tableOf(stretches: readonly Stretch[]): readonly string[] {
  const head = [
    '',
    'asked',
    'p50',
    'p95',
    '429',
    '5xx',
    'noise',
    'its 429',
    'its 5xx',
    'memory',
    'open',
  ]
  const rows = stretches.map(({ isLoud, readers, neighbour, memory, descriptors }, at) => [
    `${at + 1}${at === 0 ? ' warming up' : isLoud ? ' loud' : ' quiet'}`,
    ...[String(readers.length), ms(percentile(readers, 50)), ms(p95(readers))],
    ...[count(readers, 429), count(readers, 500), String(neighbour.length)],
    ...[count(neighbour, 429), count(neighbour, 500), mib(median(memory)), String(descriptors)],
  ])
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  return all.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  '),
  )
}

/** 500 stands for all errors of the server. */
const count = (answers: readonly Answered[], wanted: 429 | 500) =>
  String(
    answers.filter(({ status }) => (wanted === 500 ? status >= 500 : status === wanted)).length,
  )

const p95 = (answers: readonly Answered[]) => percentile(answers, 95)

function percentile(answers: readonly Answered[], percent: number): number {
  const sorted = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const ms = (milliseconds: number) => `${Math.round(milliseconds)} ms`
const mib = (bytes: number) => `${Math.round(bytes / MEBIBYTE)} MiB`
