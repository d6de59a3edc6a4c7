/** A visitor who asks and asks, at a rate that does not wait for answers. */
import { setTimeout as sleep } from 'node:timers/promises'
import { TimedBrowser } from '../support/own-sockets.ts'
import type { Tell } from './reader.ts'

interface Noise {
  readonly origin: string
  readonly perSecond: number
  readonly isOver: () => boolean
  /** Whether it is loud at this moment. */
  readonly isLoud: () => boolean
  readonly tell: Tell
}

const SOCKETS = 24
/** What nobody has answered yet; more would measure the memory of the one who asks. */
const MOST_OPEN = 200
const TICK_MILLISECONDS = 50

/** Goes on until it is over. Answers how often it could not even ask. */
export async function makeNoise({
  origin,
  perSecond,
  isOver,
  isLoud,
  tell,
}: Noise): Promise<number> {
  const browser = new TimedBrowser(origin, tell.answered, { sockets: SOCKETS })
  const acts: readonly (() => Promise<unknown>)[] = [
    () => browser.get('/sandbox'),
    () => browser.get('/users/log-in'),
    () => browser.post('/users/register', { 'user[email]': 'no address' }),
    () => browser.getJson('/sandbox/traces'),
    () =>
      browser.post('/users/log-in', {
        ...{ 'user[email]': 'nobody@example.test', 'user[password]': 'pears in a red crate' },
      }),
    () => browser.get('/lessons'),
    () => browser.get('/sandbox/tables'),
    () => browser.post('/users/log-in', { 'user[email]': 'noise@example.test' }),
  ]
  await browser.post('/users/register', { 'user[email]': 'noise@example.test' })
  const open = new Set<Promise<unknown>>()
  let unasked = 0
  let turn = 0
  let owed = 0
  while (!isOver()) {
    await sleep(TICK_MILLISECONDS)
    if (!isLoud()) continue
    for (owed += (perSecond * TICK_MILLISECONDS) / 1_000; owed >= 1; owed -= 1) {
      if (open.size >= MOST_OPEN) {
        unasked += 1
        continue
      }
      const asked: Promise<unknown> = acts[turn++ % acts.length]!()
        // A connection that is ended is an answer to noise, too.
        .catch(() => undefined)
        .finally(() => open.delete(asked))
      open.add(asked)
    }
  }
  await Promise.all(open)
  browser.leave()
  return unasked
}
