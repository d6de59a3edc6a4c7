/**
 * `npm run lighthouse`: what Lighthouse says of the built site on a phone, as
 * four scores for each page. `npm run lighthouse -- /tags /teach` asks for
 * other pages. Fails where a score is under 100 for a reason of our own.
 *
 * Lighthouse is no dependency: this fetches the one version that it knows,
 * once, into `var/`, and leads it to the Chromium that the tests use.
 */
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { chromium } from 'playwright-core'
import { ROOT, run, stop } from '../../src/tasks/run.mjs'
import { findChromium } from '../support/browser.ts'
import { startBuiltServer } from '../support/built-server.ts'
import { installChromiumIfNeeded } from '../support/install-chromium.ts'

const VERSION = '13.5.0'
const FOLDER = `var/lighthouse-${VERSION}`
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']
const HEADS = ['performance', 'accessibility', 'practices', 'SEO']
/** A page is tried so often before its performance is believed to be under 100: others use the machine, too. */
const TRIES = 3
/** Below this Lighthouse’s own benchmark says that the machine is too slow or too busy to measure performance. */
const LEAST_BENCHMARK = 1_000

process.chdir(ROOT)
installChromiumIfNeeded()
const lighthouse = await fetchLighthouse()
const server = await startBuiltServer({ GLASSHOUSE_LIMITS: 'off' })
const port = await freePort()
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
})
try {
  const asked = process.argv.slice(2)
  const paths =
    asked.length > 0 ? asked : ['/', await firstLesson(), '/search', '/glossary', '/scores']
  const rows = []
  for (const path of paths) rows.push(await measured(path))
  if (print(rows)) process.exitCode = 1
} finally {
  await browser.close()
  await server.stop()
}

async function fetchLighthouse() {
  const entry = `${ROOT}${FOLDER}/node_modules/lighthouse/core/index.js`
  if (!existsSync(entry)) {
    console.log(`Fetching Lighthouse ${VERSION} into ${FOLDER}.`)
    const options = [
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
    ]
    const args = ['install', '--prefix', FOLDER, ...options, `lighthouse@${VERSION}`]
    const code = await run('npm', [...args, '--loglevel=error'])
    if (code !== 0) stop(`Lighthouse ${VERSION} could not be fetched; the lines above say why.`)
  }
  return (await import(entry)).default
}

/** The first lesson that search engines are told of. */
async function firstLesson() {
  const sitemap = await (await fetch(`${server.origin}/sitemap-0.xml`)).text()
  return (
    /<loc>[^<]*?(?<path>\/lessons\/[^/<]+\/[^/<]+)<\/loc>/.exec(sitemap)?.groups.path ?? '/lessons'
  )
}

/** Of several tries the best: a page is no slower for what else the machine does. */
async function measured(path) {
  const { status } = await fetch(server.origin + path, { headers: { accept: 'text/html' } })
  if (status !== 200) return { path, status }
  let best = null
  for (let n = 0; n < TRIES && best?.scores[0] !== 100; n += 1) {
    const found = await measureOnce(path)
    if (best === null || found.scores[0] > best.scores[0]) best = found
  }
  return best
}

async function measureOnce(path) {
  const options = { port, output: 'json', logLevel: 'error', onlyCategories: CATEGORIES }
  // Without a configuration Lighthouse is a phone on a slow line.
  const { lhr } = await lighthouse(server.origin + path, options)
  const scores = CATEGORIES.map((name) => Math.round((lhr.categories[name].score ?? 0) * 100))
  const faults = CATEGORIES.flatMap((name) =>
    lhr.categories[name].auditRefs
      .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
      .map(({ id }) => ({ name, text: sentence(lhr.audits[id]) })),
  )
  return { path, scores, faults, benchmark: lhr.environment.benchmarkIndex }
}

function sentence({ title, displayValue, details }) {
  const where = (details?.items ?? [])
    .map(({ node, url, source, description }) => node?.snippet ?? url ?? description ?? source)
    .filter((each) => typeof each === 'string')
  return [title, displayValue, ...where.slice(0, 3)].filter(Boolean).join(' · ')
}

/** Prints the table, and answers whether anything in it is our own fault. */
function print(rows) {
  const width = Math.max(...rows.map(({ path }) => path.length)) + 2
  const isSlow = rows.some(({ benchmark }) => benchmark < LEAST_BENCHMARK)
  const isOwn = (score, index) => score < 100 && !(index === 0 && isSlow)
  console.log(`\n${'on a phone'.padEnd(width)}${HEADS.map((head) => head.padStart(15)).join('')}`)
  for (const { path, status, scores = [], faults = [] } of rows) {
    const cells = scores.map((score) => String(score).padStart(15)).join('')
    console.log(
      path.padEnd(width) + (status ? `  answers ${status}: there is no such page yet` : cells),
    )
    for (const { name, text } of faults) console.log(`  ${name}: ${text}`)
  }
  if (isSlow)
    console.log(
      `\nThis machine is too slow or too busy to measure performance (benchmark below ${LEAST_BENCHMARK}): it is shown, and fails nothing.`,
    )
  return rows.some(({ scores = [], status }) => status !== undefined || scores.some(isOwn))
}

/** A port of this machine that nobody listens on. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address()
      probe.close(() => resolve(free))
    })
  })
}
