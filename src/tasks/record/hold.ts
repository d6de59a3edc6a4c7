/** What must hold of an act once it was played, beside being as it was recorded. */
import type { Demo } from '#course/course-data.ts'
import { optionsOf, optionsThatHold, unprovedOf } from '#course/prediction.ts'
import { endsOtherwise, neverMet, wrongOptions, type WrongAt } from '#course/reading/what-holds.ts'
import type { Played } from './play-demo.ts'

/** What does not hold, each with its place in the demo. */
export const whatDoesNotHold = async (demo: Demo, played: Played): Promise<readonly WrongAt[]> => [
  ...endsOtherwise(demo, played.traces),
  ...wrongQuestions(demo, played),
  ...(await wrongKeys(demo, played)),
  ...wrongChecks(demo, played),
]

function wrongQuestions({ predictions }: Demo, { found }: Played): readonly WrongAt[] {
  return predictions.flatMap((question, index): readonly WrongAt[] => {
    const seen = found[question.id] ?? null
    const at = ['predictions', index, 'options']
    if (seen === null)
      return [
        {
          at: ['predictions', index, 'step'],
          what: `The question "${question.id}" is answered by no run.`,
          write: 'Ask about a step that leaves a trace.',
        },
      ]
    const holding = optionsThatHold(question, seen)
    const wrong = wrongOptions(question.id, seen, holding, optionsOf(question))
    return wrong ? [{ ...wrong, at }] : []
  })
}

/** No trace answers a question with a key of its author’s: its proof must hold of the step. */
async function wrongKeys({ predictions }: Demo, { traces }: Played): Promise<readonly WrongAt[]> {
  const found: WrongAt[] = []
  for (const [index, question] of predictions.entries()) {
    const trace = traces[question.step - 1] ?? null
    // Rows are counted inside the server alone: a proof is of the trace.
    const unproved = await unprovedOf(
      question,
      trace && { trace, countRows: () => Promise.resolve(null) },
    )
    const what = `The key of the question "${question.id}" is not proved by step ${question.step}.`
    found.push(...unproved.map((write) => ({ at: ['predictions', index, 'proof'], what, write })))
  }
  return found
}

function wrongChecks(
  { checks }: Demo,
  { traces, ways, metAtStart, metByRuns, met }: Played,
): readonly WrongAt[] {
  return checks.flatMap((check, index): readonly WrongAt[] => {
    const { id, alone } = check
    const tell = (what: string, write: string, key = 'id') => [
      { at: ['checks', index, key], what, write },
    ]
    if (metAtStart.includes(id))
      return tell(
        `The check "${id}" is met before anybody has acted.`,
        'Claim something that the start state does not have.',
      )
    if (alone && metByRuns.includes(id))
      return tell(
        `The task "${id}" is met by the act’s own buttons.`,
        'Ask for what none of them does.',
      )
    if (met.includes(id)) return []
    const wrong = neverMet(
      check,
      alone ? (ways[id] ?? []) : traces,
      alone ? 'steps of its way' : undefined,
    )
    // All that a trace can answer holds, so it is the rows.
    if (!wrong) {
      const rows = check.clauses.findIndex(({ claims }) => claims === 'rows')
      const which = rows < 0 ? '' : `, clause ${rows + 1}: there are not as many rows as it claims`
      const at = rows < 0 ? ['checks', index, 'id'] : ['checks', index, 'clauses', rows, 'rows']
      const what = `The ${alone ? 'task' : 'check'} "${id}" is not met${which}.`
      return [{ at, what, write: 'Change the clause, or the steps.' }]
    }
    const { clause, ...words } = wrong
    const at = clause === null ? ['when'] : ['clauses', clause]
    return [{ ...words, at: ['checks', index, ...at] }]
  })
}
