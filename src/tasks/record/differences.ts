/** Says how what the server does now differs from a recording, in sentences for whoever changed it. */
import { isDeepStrictEqual } from 'node:util'
import type { RecordedStep, RecordedTrace } from '#course/recording.ts'
import { sqlName } from '#trace/sql-words.ts'

/** One sentence for each difference; none when they are alike. */
export function differences(was: RecordedTrace, is: RecordedTrace): readonly string[] {
  const heads = [
    was.title === is.title ? [] : [`the request is ${is.title}, was ${was.title}`],
    was.persona === is.persona ? [] : [`${is.persona} acts, was ${was.persona}`],
    was.status === is.status ? [] : [`the reply is ${is.status}, was ${was.status}`],
  ].flat()
  return [...heads, ...pair(was.steps, is.steps).flatMap(differenceOf)]
}

type Pair = readonly [was: RecordedStep | null, is: RecordedStep | null]

function differenceOf([was, is]: Pair): readonly string[] {
  if (!was) return is ? [`new step ${nameOf(is)}`] : []
  if (!is) return [`step ${nameOf(was)} is gone`]
  const tell = (what: string, before: unknown, now: unknown) =>
    isDeepStrictEqual(before, now)
      ? []
      : [`step ${nameOf(was)}: ${what} is ${print(now)}, was ${print(before)}`]
  return [
    ...tell('its name', was.name, is.name),
    ...tell('its outcome', was.outcome, is.outcome),
    ...tell('its sentence', was.detail, is.detail),
    ...tell('its file', was.source?.file, is.source?.file),
    ...(was.source?.file === is.source?.file
      ? tell('its line', was.source?.text, is.source?.text)
      : []),
    ...[...new Set([...Object.keys(was.data), ...Object.keys(is.data)])].flatMap((key) =>
      tell(`${key} in its data`, was.data[key], is.data[key]),
    ),
  ]
}

const nameOf = ({ layer, name }: RecordedStep) =>
  `\`${layer} ${layer === 'sql' ? sqlName(name) : name}\``

const print = (value: unknown) => (value === undefined ? 'not there' : JSON.stringify(value))

/** Puts steps side by side by their tags, as many as can be without changing their order. */
function pair(was: readonly RecordedStep[], is: readonly RecordedStep[]): readonly Pair[] {
  const lengths = commonLengths(was, is)
  const pairs: Pair[] = []
  let [a, b] = [0, 0]
  while (a < was.length || b < is.length) {
    const [before, now] = [was[a] ?? null, is[b] ?? null]
    if (before && now && before.tag === now.tag) {
      pairs.push([before, now])
      a += 1
      b += 1
    } else if (before && (!now || lengths[a + 1]![b]! >= lengths[a]![b + 1]!)) {
      pairs.push([before, null])
      a += 1
    } else {
      pairs.push([null, now])
      b += 1
    }
  }
  return pairs
}

/** For each pair of beginnings, how many steps of the rest are common to both. */
function commonLengths(was: readonly RecordedStep[], is: readonly RecordedStep[]) {
  const lengths = Array.from({ length: was.length + 1 }, () =>
    Array.from({ length: is.length + 1 }, () => 0),
  )
  for (let a = was.length - 1; a >= 0; a -= 1)
    for (let b = is.length - 1; b >= 0; b -= 1)
      lengths[a]![b] =
        was[a]!.tag === is[b]!.tag
          ? lengths[a + 1]![b + 1]! + 1
          : Math.max(lengths[a + 1]![b]!, lengths[a]![b + 1]!)
  return lengths
}
