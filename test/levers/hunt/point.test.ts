import { describe, expect, test } from 'vitest'
import { linesIn } from '#levers/hunt/hunt-view.ts'
import { getMutant } from '#levers/hunt/mutants.ts'
import { answerPointing, blockAround, type Pointed, type Run } from '#levers/hunt/point.ts'
import type { Trace, TraceStep } from '#trace/trace-step.ts'

const FILE = 'src/app/scores/scores.ts'
const LINES = [
  'async function listScores(scope: UserScope) {',
  '  const rows = await allScores(scope).execute()',
  '  return rows',
  '}',
  '',
  '/** One of them. */',
  'async function getScoreOrThrow(scope: UserScope) {',
  '  return ownedBy(scope)(allScores(scope))',
  '}',
]
const mutant = getMutant('list-without-owner')!

const step = (given: Partial<TraceStep>): TraceStep => ({
  ...{ id: 1, parent: null, at: 0, layer: 'context', name: 'Scores', tag: 'context.Scores' },
  ...{ outcome: 'ok', detail: '', source: null, data: {} },
  ...given,
})

/** A run that came by a function, and whose rows it read there. */
function run(number: number, name: string, line: number, strangers: readonly string[]): Run {
  const met = strangers.map((owner) => ({ table: 'scores', key: '1', owner }))
  const trace: Trace = {
    ...{ id: `t${number}`, title: 'GET /scores', persona: 'bo', startedAt: 0, status: 200 },
    steps: [
      step({ name, tag: `context.Scores.${name}`, source: { file: FILE, line } }),
      step({
        ...{ id: 2, parent: 1, layer: 'sql', tag: 'sql.select.scores', name: 'select scores' },
        data: { rows: 2, ...(met.length > 0 && { strangers: met }) },
      }),
    ],
  }
  return { number, trace }
}

const say = (pointed: Partial<Pointed>, runs: readonly Run[]) =>
  answerPointing(
    { file: FILE, line: 2, wrong: 'leaks', ...pointed },
    { mutant, file: FILE, changed: [{ from: 2, to: 2 }], lines: LINES, runs },
  )

describe('answerPointing', () => {
  const leaking = run(2, 'listScores', 1, ['ana'])
  const innocent = run(1, 'getScoreOrThrow', 7, [])

  test('names the run that shows what was pointed at', () => {
    expect(say({}, [innocent, leaking])).toMatchObject({
      isRight: true,
      sentence: 'That is the line. Run 2 (GET /scores as Bo) shows it: a row of Ana’s came.',
    })
  })

  test('calls it a guess while no run shows it', () => {
    const { isRight, sentence, runs } = say({}, [innocent])

    expect([isRight, runs]).toEqual([true, []])
    expect(sentence).toContain('No run of yours shows it yet, so that was a guess.')
  })

  test('tells the right line from what it does', () => {
    expect(say({ wrong: 'saves' }, [leaking])).toMatchObject({
      isRight: false,
      sentence:
        'The line is right, and what you say of it is not. Run 2 (GET /scores as Bo) says something else of it: a row of Ana’s came.',
    })
  })

  test('says of another place which run came by, and that all was well there', () => {
    const { isRight, sentence, runs } = say({ line: 8 }, [innocent, leaking])

    expect(isRight).toBe(false)
    expect(sentence).toBe(
      'Not there. Run 1 (GET /scores as Bo) came by, and all was as it should be: getScoreOrThrow met 2 rows, and none of somebody else’s.',
    )
    expect(runs).toEqual([innocent])
  })

  test('says where a fault was only passed on', () => {
    expect(say({ line: 1 }, [leaking]).sentence).toContain('only passed the fault on')
  })

  test('says where nobody came by, in the file and in another', () => {
    expect(say({ line: 8 }, [leaking]).sentence).toContain('No step of your runs stands in these')
    expect(say({ file: 'src/router.ts' }, [leaking]).sentence).toContain('No step of your runs')
  })
})

test.for([
  [1, 1, 5],
  [3, 1, 5],
  [6, 6, 9],
  [8, 6, 9],
] as const)('line %i stands in the lines %i to %i', ([line, from, to]) => {
  expect(blockAround(LINES, line)).toEqual({ from, to })
})

test('a listing is cut into its lines, each without the address of its page', () => {
  const html =
    '<pre class="shiki"><code><span class="line" data-line="1" id="L1">a</span>\n<span class="line" data-line="2" id="L2"></span></code></pre>'

  expect(linesIn(html)).toEqual([
    { number: 1, html: '<span class="line" data-line="1">a</span>', isBlank: false },
    { number: 2, html: '<span class="line" data-line="2"></span>', isBlank: true },
  ])
})
