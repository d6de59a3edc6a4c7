/** Takes out of a trace what another run would have otherwise: ids, times, random values, lines. */
import type { ProjectFiles } from '#course/project-files.ts'
import { recordSource, type RecordedTrace } from '#course/recording.ts'
import type { Json, Trace } from '#trace/trace-step.ts'

const TIME = '‹time›'
// Milliseconds since 1970, from the year 2001 on.
export const FIRST_TIME = 1_000_000_000_000

const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\b20\d\d-[01]\d-[0-3]\dT[\d:.]+Z?/g, TIME],
  [/\b[12]\d{12}\b/g, TIME],
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, '‹token›'],
  [/\/sandbox\/(mailbox|traces)\/[\w-]{16}(?![\w-])/g, '/sandbox/$1/‹id›'],
  [/([?&]live=)[\w-]{22}/g, '$1‹id›'],
  [/http:\/\/localhost:\d+/g, '‹origin›'],
]

/** The trace as it is kept. Its lines are read in `files`. */
export function normalize(
  files: ProjectFiles,
  { title, kind = 'request', persona, status, steps }: Trace,
): RecordedTrace {
  return {
    title,
    // Most are: a recording says only what else it is.
    ...(kind !== 'request' && { kind }),
    persona,
    status,
    steps: steps.map(({ at: _at, source, detail, data, ...step }) => {
      const { milliseconds: _took, ...kept } = data
      return {
        ...step,
        detail: settleText(detail),
        source: source && recordSource(files, source),
        data: settle(withoutPage(kept)) as Readonly<Record<string, Json>>,
      }
    }),
  }
}

/** Which of the open pages it was: each is given another id. */
const withoutPage = (data: Readonly<Record<string, Json>>) =>
  data['path'] === '/live/[id]' ? { ...data, params: { id: '‹id›' } } : data

function settle(value: Json): Json {
  if (typeof value === 'string') return settleText(value)
  if (typeof value === 'number') return value >= FIRST_TIME ? TIME : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return (value as readonly Json[]).map(settle)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settle(item)]))
}

/** A text without what another run would have otherwise. */
export const settleText = (text: string) =>
  VARYING.reduce((settled, [pattern, word]) => settled.replaceAll(pattern, word), text)
