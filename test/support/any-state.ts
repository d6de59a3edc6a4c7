/**
 * Leaves a visitor’s server in some state that a reader could have left it in:
 * acts run halfway, things typed by whomever, resets, clocks and levers.
 */
import type { Demo } from '#course/course-data.ts'
import { ledTo, type HttpBrowser } from './http-browser.ts'

/** Chance that can be had again: the same numbers for the same seed. */
export function chanceOf(seed: number): () => number {
  let state = seed
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const PERSONAS = ['', '/as/ana', '/as/bo', '/as/cy', '/as/ana-phone', '/as/visitor']
const ADDRESSES = ['ana', 'ana@example.test', 'bo@example.test', 'cy@example.test', 'b o@x', '']
const SEEDS = ['nobody', 'two-people', 'a-score-each', 'club', 'two-links', 'with-password']
const PAGES = ['/', '/users/register', '/users/log-in', '/users/settings', '/scores', '/scores/1']
const MOVES = ['1m', '15m', '1d', '15d']
const MOST_DEEDS = 5

/** One thing that somebody does, and what it is called. */
export interface Deed {
  readonly says: string
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}

/** Some deeds, one after the other: none at all, too. */
export function someDeeds(demos: readonly Demo[], chance: () => number): readonly Deed[] {
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(chance() * items.length)]!
  const typed = (path: string, fields: Deed['fields']): Deed => {
    const base = one(PERSONAS)
    return { says: `${base}${path} ${JSON.stringify(fields)}`, path: base + path, fields }
  }
  const lever = (path: string, fields: Deed['fields']): Deed => ({
    ...{ says: `${path} ${JSON.stringify(fields)}`, path, fields },
  })
  const kinds: readonly (() => Deed)[] = [
    () => {
      const { id, lesson, steps } = one(demos)
      const step = String(1 + Math.floor(chance() * steps.length))
      return lever('/acts', { act: id, step, _lesson: lesson })
    },
    () => typed('/users/register', { 'user[email]': one(ADDRESSES) }),
    () => typed('/users/log-in', { 'user[email]': one(ADDRESSES) }),
    () => typed('/users/log-out', { _method: 'delete' }),
    () => typed('/scores/new', { 'score[points]': '3', 'score[guesses]': '2' }),
    () => typed('/sandbox/people', {}),
    () => ({ ...typed(one(PAGES), {}), fields: LOOKED }),
    () => lever('/sandbox/clock', { advance: one(MOVES) }),
    () => lever('/sandbox/settings', { registration_with_password: one(['true', 'false']) }),
    () => lever('/sandbox/migrations', { direction: one(['down', 'latest']) }),
    () => lever('/sandbox/seeds', { name: one(SEEDS) }),
    () => lever('/sandbox/reset', { what: 'demo', demo: one(demos).id }),
    () => lever('/sandbox/reset', { what: 'everything' }),
    () => lever('/sandbox/undo', {}),
    () => lever('/sandbox/delete', {}),
  ]
  // What a reader does most is to run steps.
  const deed = () => (chance() < 0.4 ? kinds[0]! : one(kinds))()
  return Array.from({ length: Math.floor(chance() * (MOST_DEEDS + 1)) }, deed)
}

/** Stands for nothing sent: the page is opened. */
const LOOKED: Deed['fields'] = {}

/** Does it, and goes where it leads. A refusal is as good as anything. */
export async function does(browser: HttpBrowser, { path, fields }: Deed): Promise<void> {
  const answer = fields === LOOKED ? await browser.get(path) : await browser.post(path, fields)
  const location = ledTo(answer)
  if (location !== null) await browser.get(location)
}
