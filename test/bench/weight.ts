/**
 * `npm run bench weight`: all bytes that a phone fetches for the home page, for
 * a lesson and for an app page of somebody who is logged in, until it is quiet;
 * beside the words of that lesson as a page of Starlight. `npm run weigh` does it
 * for every lesson. What came of it last is kept in `test/bench/results/` and in
 * README. It needs a Chromium.
 */
import { readFileSync } from 'node:fs'
import { launchBrowser } from '../support/browser.ts'
import { startBuiltServer } from '../support/built-server.ts'
import { TEST_COURSE } from '../support/courses.mjs'
import { HttpBrowser } from '../support/http-browser.ts'
import { installChromiumIfNeeded } from '../support/install-chromium.ts'
import { build } from './build/measure-build.ts'
import { STARLIGHT_DIST, starlightSite } from './build/starlight-site.ts'
import type { Comparison } from './shared/comparison.ts'
import { installPeersIfNeeded } from './shared/install-peers.ts'
import { untilQuiet } from './shared/quiet-machine.ts'
import { keepComparisons } from './shared/results.ts'
import { serveFolder } from './weight/static-server.ts'
import { weighPage, type Weight } from './weight/weigh-page.ts'
import { wordsOf } from './weight/words.ts'

const LESSON = 'persons/who-comes-in'
const FILE = `${TEST_COURSE}/lessons/01-persons/01-who-comes-in/index.mdx`
const PHONE = { width: 390, height: 844 }
const ROUNDS = 3
/** In kilobytes, of a lesson. */
const GOALS = { all: 30, JS: 8 } as const

type Page = 'home' | 'lesson' | 'scores' | 'starlight'

installChromiumIfNeeded()
await installPeersIfNeeded()
const machine = await untilQuiet()
const words = wordsOf(readFileSync(FILE, 'utf8'), (file) => readFileSync(file, 'utf8'))
const site = starlightSite([['words', words]])
site.begin()
await build(site)

const rounds: Readonly<Record<Page, Weight>>[] = []
const server = await startBuiltServer({ GLASSHOUSE_LIMITS: 'off' })
const starlight = await serveFolder(STARLIGHT_DIST)
const browser = await launchBrowser()
try {
  const ana = new HttpBrowser(server.origin)
  await ana.registerAndLogIn('ana@example.test')
  const weigh = (url: string, cookies: HttpBrowser['cookies'] | [] = []) =>
    weighPage(browser, { url, viewport: PHONE, cookies })
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({
      home: await weigh(`${server.origin}/`),
      lesson: await weigh(`${server.origin}/lessons/${LESSON}`),
      scores: await weigh(`${server.origin}/scores`, ana.cookies),
      starlight: await weigh(`${starlight.origin}/lessons/words/`),
    })
} finally {
  await browser.close()
  await server.stop()
  starlight.stop()
  site.end()
}

keepComparisons('weight', {
  title: 'All that a phone fetches until it is quiet',
  machine,
  note: `On the left pages of the course of the tests, the lesson with its stage; on the right the words and listings of that lesson in Starlight, compressed by brotli as well as it goes. A first visit, bodies as they travel, 1 kB = 1,000 bytes, ${ROUNDS} visits each.`,
  comparisons: [
    row('a lesson, all', 'lesson', 'all', GOALS.all),
    row('a lesson, JavaScript', 'lesson', 'JS', GOALS.JS),
    row('home, all', 'home', 'all'),
    row('home, JavaScript', 'home', 'JS'),
    row('/scores, logged in, all', 'scores', 'all'),
    row('/scores, logged in, JavaScript', 'scores', 'JS'),
  ],
})

function row(what: string, page: Page, kind: keyof Weight, goal: number | null = null): Comparison {
  const kilobytes = (of: Page) => rounds.map((round) => round[of][kind] / 1_000)
  return {
    ...{ what, unit: 'kB', digits: 1, here: kilobytes(page) },
    beside: { name: 'Starlight', values: kilobytes('starlight') },
    goal: goal === null ? null : { is: 'at most', value: goal, of: 'itself' },
  }
}
