/** What must hold of an act once it was played, beside being as it was recorded. */
import { pictureOf } from '#trace/picture.ts'
import type { Demo } from '#course/course-data.ts'
import { optionsThatHold, unprovedOf } from '#course/prediction.ts'
import type { Played } from './play-demo.ts'

/** A sentence for each thing that does not hold. Each goes on after the name of the demo. */
export const mistakesOf = async (demo: Demo, played: Played): Promise<readonly string[]> => [
  ...wrongEnds(demo, played),
  ...wrongQuestions(demo, played),
  ...(await wrongKeys(demo, played)),
  ...wrongChecks(demo, played),
]

function wrongEnds({ steps }: Demo, { traces }: Played): readonly string[] {
  return steps.flatMap(({ ends }, index) => {
    const trace = traces[index]
    if (ends === null || !trace) return []
    const { kind, floor } = pictureOf(trace).end
    if (kind === ends.kind && floor === ends.at) return []
    return [
      `, step ${index + 1}: it is ${kind} at ${floor}, and the act says ${ends.kind} at ${ends.at}`,
    ]
  })
}

function wrongQuestions({ predictions }: Demo, { found }: Played): readonly string[] {
  return predictions.flatMap((question) => {
    const seen = found[question.id] ?? null
    if (seen === null) return [`: the question "${question.id}" is answered by no run`]
    const holding = optionsThatHold(question, seen)
    if (holding.length === 0)
      return [`: the question "${question.id}" is answered by "${seen}", which is no option`]
    if (holding.length === 1) return []
    const both = holding.map((option) => `"${option}"`).join(' and ')
    return [
      `: of the question "${question.id}" ${both} are true at once, so nobody can tell them apart`,
    ]
  })
}

/** No trace answers a question with a key of its author’s: its proof must hold of the step. */
async function wrongKeys({ predictions }: Demo, { traces }: Played): Promise<readonly string[]> {
  const found: string[] = []
  for (const question of predictions) {
    const trace = traces[question.step - 1] ?? null
    // Rows are counted inside the server alone: a proof is of the trace.
    const unproved = await unprovedOf(
      question,
      trace && { trace, countRows: () => Promise.resolve(null) },
    )
    const which = `: the key of the question "${question.id}" is not proved by step ${question.step}`
    found.push(...unproved.map((otherwise) => `${which}: ${otherwise}`))
  }
  return found
}

function wrongChecks(
  { checks, steps }: Demo,
  { metAtStart, metByRuns, met }: Played,
): readonly string[] {
  return checks.flatMap(({ id, alone }) => {
    if (metAtStart.includes(id)) return [`: the check "${id}" is met before anybody has acted`]
    if (alone && metByRuns.includes(id))
      return [`: the task "${id}" is met by the act’s own buttons: ask for what none of them does`]
    if (met.includes(id)) return []
    return alone
      ? [`: the task "${id}" is not met by its way`]
      : [`: the check "${id}" is met by none of its ${steps.length} steps`]
  })
}
