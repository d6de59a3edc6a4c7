/**
 * `npm run class:rehearse -- 30`: plays so many learners against a running
 * server. With `--at-full-speed` nobody thinks before a press; with `--reload`
 * all of them load the same page again at the same moment, as a hall does that
 * is told to.
 */
import { askWhetherReady, serverAddress } from './server-address.ts'
import { Learner } from './learner.ts'
import { RELOADED, SLOW_MILLISECONDS, verdictOf } from './verdict.ts'

const LEAST = 1
const MOST = 500
const LESSONS_READ = 3
const THINKS_MILLISECONDS = 1_500

const args = process.argv.slice(2)
const count = Number(args.find((arg) => /^\d+$/.test(arg)) ?? '30')

try {
  if (count < LEAST || count > MOST)
    throw new Error(`A class has ${LEAST} to ${MOST} learners: npm run class:rehearse -- 30`)
  const origin = serverAddress(args, process.env)
  await askWhetherReady(origin)
  if (args.includes('--reload')) await reload(origin)
  else await rehearse(origin)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function rehearse(origin: string): Promise<void> {
  const atFullSpeed = args.includes('--at-full-speed')
  const over = new AbortController()
  const lessons = await lessonsAt(origin)
  console.log(
    `${count} learners read ${lessons.length} lessons at ${origin} and press every button, ${atFullSpeed ? 'as fast as they are answered' : 'with a breath before each'}.`,
  )
  const thinks = atFullSpeed ? 0 : THINKS_MILLISECONDS
  const of = { origin, lessons, thinks, signal: over.signal }
  const learners = Array.from({ length: count }, () => new Learner(of))
  const errors: string[] = []
  const done = await Promise.allSettled(learners.map((learner) => learner.study()))
  for (const each of done) if (each.status === 'rejected') errors.push(String(each.reason))
  over.abort()
  for (const error of new Set(errors)) console.error(error)
  say(done, learners, { slow: atFullSpeed ? RELOADED : SLOW_MILLISECONDS })
}

/** All of them open the first lesson, and then press reload at once. */
async function reload(origin: string): Promise<void> {
  const over = new AbortController()
  const lessons = (await lessonsAt(origin)).slice(0, 1)
  const of = { origin, lessons, thinks: 0, signal: over.signal }
  const learners = Array.from({ length: count }, () => new Learner(of))
  console.log(`${count} readers of ${origin}${lessons[0]} press reload at the same moment.`)
  const done = await Promise.allSettled(learners.map((learner) => learner.read()))
  say(done, learners, { slow: RELOADED })
}

function say(
  done: readonly PromiseSettledResult<void>[],
  learners: readonly Learner[],
  { slow }: { readonly slow: number },
): void {
  const verdict = verdictOf({
    learners: count,
    finished: done.filter(({ status }) => status === 'fulfilled').length,
    answers: learners.flatMap(({ answers }) => answers),
    slow,
  })
  console.log(verdict.line)
  if (!verdict.willDo) process.exitCode = 1
}

/** The first of them, as the course lists them. */
async function lessonsAt(origin: string): Promise<readonly string[]> {
  const page = await (await fetch(`${origin}/lessons`)).text()
  const found = [...page.matchAll(/href="(?<path>\/lessons\/[\w-]+\/[\w-]+)"/g)]
  const paths = [...new Set(found.map(({ groups }) => groups?.['path'] ?? ''))]
  if (paths.length === 0) throw new Error(`${origin}/lessons lists no lesson.`)
  return paths.slice(0, LESSONS_READ)
}
