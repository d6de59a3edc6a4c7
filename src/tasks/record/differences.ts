/** Says how what the server does now differs from a recording, in sentences for whoever changed it. */
import { isDeepStrictEqual } from 'node:util'
import type { RecordedStep, RecordedTrace } from '#course/recording.ts'
import { align, type Pair } from '#trace/align.ts'
import { sqlName } from '#trace/sql-words.ts'

/** One sentence for each difference; none when they are alike. */
export function differences(was: RecordedTrace, is: RecordedTrace): readonly string[] {
  const heads = [
    was.title === is.title ? [] : [`the request is ${is.title}, was ${was.title}`],
    was.persona === is.persona ? [] : [`${is.persona} acts, was ${was.persona}`],
    was.status === is.status ? [] : [`the reply is ${is.status}, was ${was.status}`],
    isDeepStrictEqual(was.counted, is.counted)
      ? []
      : [`the rows that were counted are ${print(is.counted)}, were ${print(was.counted)}`],
  ].flat()
  const steps = align(was.steps, is.steps, ({ tag }) => tag)
  return [...heads, ...steps.flatMap(differenceOf)]
}

function differenceOf([was, is]: Pair<RecordedStep>): readonly string[] {
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
