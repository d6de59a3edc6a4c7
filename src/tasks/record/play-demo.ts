/** Plays a demo on the real server, as its reader would: each step by its Run. */
import type { Demo, Lesson } from '#course/course-data.ts'
import { Player } from '#course/player.ts'
import { leavesNoTrace, playStep, type DemoStep } from '#course/steps.ts'
import { cookieName, SESSION } from '#http/cookies.ts'
import type { Trace } from '#trace/trace-step.ts'

export interface Played {
  /** One for each step; `null` for what leaves none, such as looking at a mail. */
  readonly traces: readonly (Trace | null)[]
  /** Of each task, what the steps of its way have left. */
  readonly ways: Readonly<Record<string, readonly (Trace | null)[]>>
  /** The checks that hold before anybody has acted. */
  readonly metAtStart: readonly string[]
  /** The checks that hold once every Run was pressed. */
  readonly metByRuns: readonly string[]
  /** The checks that hold in the end, once the way of each task was gone. */
  readonly met: readonly string[]
  /** Questions of the demo, with what the runs have found. */
  readonly found: Readonly<Record<string, string | null>>
}

const STAGE = { 'glasshouse-fragment': 'stage' }

export async function playDemo(origin: string, lesson: Lesson, demo: Demo): Promise<Played> {
  const player = new Player({
    origin,
    headers: STAGE,
    send: (request) => fetch(request),
    sessionCookie: (persona) => cookieName(new URL(origin), SESSION, persona),
  })
  await player.open(lesson.href)
  const metAtStart = await checksMet(player, lesson)
  await answerAll(player, lesson, demo)

  const traces: (Trace | null)[] = []
  for (const number of demo.steps.keys())
    traces.push(
      await telling(lesson, demo, `step ${number + 1}`, () => run(player, demo, number + 1)),
    )
  const metByRuns = await checksMet(player, lesson)
  const found = await foundBy(player, lesson, demo)
  const ways: Record<string, readonly (Trace | null)[]> = {}
  for (const { id, way } of demo.checks)
    if (way.length > 0)
      ways[id] = await telling(lesson, demo, `the way of "${id}"`, () => goWay(player, demo, way))
  return { traces, ways, metAtStart, metByRuns, found, met: await checksMet(player, lesson) }
}

/** Says something to each question, so that its run marks it. */
async function answerAll(player: Player, lesson: Lesson, { id, predictions }: Demo): Promise<void> {
  for (const { id: question, options } of predictions) {
    const answer = options[0]?.is ?? ''
    const fields = { demo: id, question, answer, _lesson: lesson.path }
    const said = await player.take({ method: 'POST', path: '/predictions', fields })
    await said.body?.cancel()
  }
}

async function foundBy(player: Player, lesson: Lesson, { id }: Demo): Promise<Played['found']> {
  const { progress } = await player.json<ProgressFacts>('/progress')
  return Object.fromEntries(
    progress.predictions
      .filter(({ lesson_id: own, demo_id: demo }) => own === lesson.id && demo === id)
      .map(({ question_id: question, found }) => [question, found]),
  )
}

async function run(player: Player, demo: Demo, step: number): Promise<Trace | null> {
  const fields = { act: demo.id, step: String(step), _lesson: demo.lesson }
  const before = await newestRun(player, demo)
  const response = await player.take({ method: 'POST', path: '/acts', fields })
  const page = await player.follow(response)
  await page.body?.cancel()
  const newest = await newestRun(player, demo)
  if (!newest || newest.number === before?.number) {
    const taken = demo.steps[step - 1]
    if (taken && leavesNoTrace(taken)) return null
    throw new Error(`it was answered ${response.status} and left no trace.`)
  }
  return (await player.json<TraceFacts>(`/sandbox/traces/${newest.trace}`)).trace
}

interface RunFacts {
  readonly number: number
  readonly trace: string
}

async function newestRun(player: Player, { id }: Demo): Promise<RunFacts | null> {
  const { runs } = await player.json<{ runs: readonly RunFacts[] }>(`/sandbox/runs?act=${id}`)
  return runs.at(-1) ?? null
}

/** What somebody does by hand who was shown the way. The act begins anew. */
async function goWay(
  player: Player,
  demo: Demo,
  way: readonly DemoStep[],
): Promise<readonly (Trace | null)[]> {
  const begin = { what: 'demo', demo: demo.id, _lesson: demo.lesson }
  const begun = await player.take({ method: 'POST', path: '/sandbox/reset', fields: begin })
  await (await player.follow(begun)).body?.cancel()
  const byHand = player.at({ lesson: demo.lesson })
  const traces: (Trace | null)[] = []
  for (const step of way) {
    const before = await traceIds(player)
    const page = await byHand.follow(await playStep(byHand, demo, step))
    await page.body?.cancel()
    // What a page leaves to which it was led is newer than its own.
    const own = (await traceIds(player)).filter((id) => !before.includes(id)).at(-1)
    const trace = own === undefined ? null : await player.json<TraceFacts>(`/sandbox/traces/${own}`)
    traces.push(trace && trace.trace)
  }
  return traces
}

interface TraceFacts {
  readonly trace: Trace
}

/** The newest first. */
async function traceIds(player: Player): Promise<readonly string[]> {
  const { traces } = await player.json<{ traces: readonly { id: string }[] }>('/sandbox/traces')
  return traces.map(({ id }) => id)
}

async function telling<Value>(
  lesson: Lesson,
  demo: Demo,
  what: string,
  act: () => Promise<Value>,
): Promise<Value> {
  try {
    return await act()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${lesson.path}, demo ${demo.id}, ${what}: ${reason}`, { cause: error })
  }
}

interface ProgressFacts {
  readonly progress: {
    readonly checks: readonly { readonly lesson_id: string; readonly check_id: string }[]
    readonly predictions: readonly {
      readonly lesson_id: string
      readonly demo_id: string
      readonly question_id: string
      readonly found: string | null
    }[]
  }
}

async function checksMet(player: Player, lesson: Lesson): Promise<readonly string[]> {
  const { progress } = await player.json<ProgressFacts>('/progress')
  return progress.checks
    .filter(({ lesson_id: id }) => id === lesson.id)
    .map(({ check_id: id }) => id)
}
