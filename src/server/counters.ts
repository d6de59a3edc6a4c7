/**
 * Numbers that the server keeps of itself: what it counted since it started, and
 * what it can say of this moment. They are in memory, they hold no word that a
 * reader sent, and reading them costs nobody anything. Whoever shows them is
 * `metrics.ts`. In Elixir: `:telemetry`, with a reporter behind it.
 */
import { METRICS, type Metric, type MetricName } from './metric-names.ts'

type Named<Kind extends Metric['kind']> = {
  readonly [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never
}[MetricName]

type LabelsOf<Name extends MetricName> = Readonly<
  Record<(typeof METRICS)[Name]['labels'][number], string | number>
>

/** The labels of a metric, which one without labels is not given. */
type Labelled<Name extends MetricName> = [(typeof METRICS)[Name]['labels'][number]] extends [never]
  ? []
  : [labels: LabelsOf<Name>]

/** One line of what is shown. */
export interface Sample {
  /** The name of the metric, or that of one part of a histogram. */
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly read: () => number
}

interface Counted extends Series {
  value: number
}

interface Spread {
  readonly labels: Readonly<Record<string, string>>
  /** How many were as large as each bound, or smaller than it and larger than the one before. */
  readonly within: number[]
  sum: number
  count: number
}

/** Upper bounds of a histogram of seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

/** Whatever labels are made of, they fill no memory: more of one metric than these share one series. */
export const MOST_SERIES = 1_000
const OTHER = 'other'

export class Counters {
  readonly #counted = new Map<MetricName, Map<string, Counted>>()
  readonly #gauges = new Map<MetricName, Map<string, Series>>()
  readonly #spreads = new Map<MetricName, Map<string, Spread>>()

  /** One more. */
  count<Name extends Named<'counter'>>(name: Name, ...[labels]: Labelled<Name>): void {
    this.#add(name, 1, labels)
  }

  /** So many more: bytes, rows, lines. */
  add<Name extends Named<'counter'>>(name: Name, by: number, ...[labels]: Labelled<Name>): void {
    this.#add(name, by, labels)
  }

  /** `read` answers how many there are now. It is asked when somebody looks; the newest of a name is. */
  gauge<Name extends Named<'gauge'>>(
    name: Name,
    read: () => number,
    ...[labels]: Labelled<Name>
  ): void {
    const own = series(this.#gauges, name)
    const written = textOf(labels)
    own.set(JSON.stringify(written), { labels: written, read })
  }

  /** How long one took. */
  observe<Name extends Named<'histogram'>>(
    name: Name,
    seconds: number,
    ...[labels]: Labelled<Name>
  ): void {
    const spread = find(series(this.#spreads, name), labels, (own) => ({
      labels: own,
      within: SECONDS.map(() => 0),
      sum: 0,
      count: 0,
    }))
    const at = SECONDS.findIndex((bound) => seconds <= bound)
    if (at >= 0) spread.within[at] = (spread.within[at] ?? 0) + 1
    spread.sum += seconds
    spread.count += 1
  }

  /** How many of a name were counted: all of them, or those with these labels. */
  total<Name extends Named<'counter'>>(name: Name, labels: Partial<LabelsOf<Name>> = {}): number {
    const wanted = Object.entries(textOf(labels))
    return [...(this.#counted.get(name)?.values() ?? [])]
      .filter((own) => wanted.every(([label, value]) => own.labels[label] === value))
      .reduce((sum, { value }) => sum + value, 0)
  }

  /** Every line of one metric, as it is now. One of which nothing can be said has none. */
  read(name: MetricName): readonly Sample[] {
    const { kind, labels }: Metric = METRICS[name]
    if (kind === 'histogram')
      return [...(this.#spreads.get(name)?.values() ?? [])].flatMap((own) => linesOf(name, own))
    const own = (kind === 'gauge' ? this.#gauges : this.#counted).get(name)
    // Nothing counted yet is a number, too: a graph without a line says less than one at zero.
    if (kind === 'counter' && labels.length === 0 && !own) return [{ name, labels: {}, value: 0 }]
    return [...(own?.values() ?? [])].flatMap((each) => lineOf(name, each))
  }

  #add(name: MetricName, by: number, labels: Readonly<Record<string, string | number>> = {}): void {
    find(series(this.#counted, name), labels, (own) => {
      const counted: Counted = { labels: own, value: 0, read: () => counted.value }
      return counted
    }).value += by
  }
}

/** Those of this process. */
export const counters = new Counters()

function series<Value>(
  of: Map<MetricName, Map<string, Value>>,
  name: MetricName,
): Map<string, Value> {
  const present = of.get(name)
  if (present) return present
  const made = new Map<string, Value>()
  of.set(name, made)
  return made
}

function find<Value>(
  own: Map<string, Value>,
  labels: Readonly<Record<string, string | number>> | undefined,
  make: (labels: Readonly<Record<string, string>>) => Value,
): Value {
  let written = textOf(labels)
  let key = JSON.stringify(written)
  if (own.size >= MOST_SERIES && !own.has(key)) {
    written = Object.fromEntries(Object.keys(written).map((label) => [label, OTHER]))
    key = JSON.stringify(written)
  }
  const present = own.get(key)
  if (present) return present
  const made = make(written)
  own.set(key, made)
  return made
}

const textOf = (labels: Readonly<Record<string, string | number | undefined>> = {}) =>
  Object.freeze(
    Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, String(value)])),
  )

function lineOf(name: string, { labels, read }: Series): readonly Sample[] {
  try {
    const value = read()
    return Number.isFinite(value) ? [{ name, labels, value }] : []
  } catch {
    // Whoever looks at the other numbers is not to lose them for one.
    return []
  }
}

function linesOf(name: string, { labels, within, sum, count }: Spread): readonly Sample[] {
  let upTo = 0
  const buckets = SECONDS.map((bound, at) => {
    upTo += within[at] ?? 0
    return { name: `${name}_bucket`, labels: { ...labels, le: String(bound) }, value: upTo }
  })
  return [
    ...buckets,
    { name: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
    { name: `${name}_sum`, labels, value: sum },
    { name: `${name}_count`, labels, value: count },
  ]
}
