/**
 * `npm run weigh`: what a browser receives for each lesson until it is quiet,
 * before its reader does anything, as the built server sends it with brotli:
 * the page, its sheets and scripts, and what scripts ask for by themselves.
 * It needs a Chromium. Fails where a lesson is over its goal.
 */
import { globSync, readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { launchBrowser } from '../support/browser.ts'
import { startBuiltServer } from '../support/built-server.ts'
import { QUIET_MILLISECONDS, weighPage } from './weight/weigh-page.ts'

// In units of 1,000 bytes.
const GOALS = { JS: 8, all: 30 }

/** What comes with the first use of an element, without what it shares with others. */
const ELEMENTS = {
  'glass-stage': 3.2,
  'glass-sheet': 1.2,
  'glass-scrubber': 2.2,
  'glass-compare': 1.5,
  'lab-elements': 1.5,
}

/** What comes when the prompt is opened, in kB: its page's half, both grammars and the editor; its worker; its names. */
const PROMPT_GOALS = { scripts: 175, worker: 25.5, registry: 6.5 }

/** What comes when an exercise with a database begins: its page’s half with grammar and editor, its worker, SQLite. */
const EXERCISE_GOALS = { scripts: 130, worker: 80, sqlite: 300 }

/** Beside its text a stage is on the screen at once; on a phone it is a little below. */
const SCREENS = [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
]

const client = `${currentBuild()}/client`
const server = await startBuiltServer()
const browser = await launchBrowser()
try {
  const pages = globSync(`${client}/lessons/*/*.html`).sort()
  const rows = []
  for (const page of pages) rows.push(await heavier(addressOf(page)))
  if (print(rows)) process.exitCode = 1
  printElements()
  await printPrompt()
  await printExercise(pages)
} finally {
  await browser.close()
  await server.stop()
}

function addressOf(page) {
  return page.slice(client.length).replace(/(?:\/index)?\.html$/, '')
}

/** Of all screens the one that fetches most. */
async function heavier(path) {
  const rows = []
  for (const viewport of SCREENS)
    rows.push({ path, ...(await weighPage(browser, { url: server.origin + path, viewport })) })
  return rows.sort((a, b) => b.all - a.all)[0]
}

function print(rows) {
  const columns = ['HTML', 'CSS', 'JS', 'fonts', 'rest', 'all']
  const width = Math.max(...rows.map(({ path }) => path.length), 10)
  const line = (cells) => cells.map((cell) => cell.padStart(8)).join('')
  const isOver = (row) => Object.keys(GOALS).some((kind) => row[kind] > GOALS[kind] * 1_000)

  console.log(`\n${'kB, brotli'.padEnd(width)}${line(columns)}`)
  for (const row of rows) {
    const cells = columns.map((column) => kilobytes(row[column]))
    console.log(`${row.path.padEnd(width)}${line(cells)}${isOver(row) ? '  over' : ''}`)
  }
  const heaviest = columns.map((column) =>
    kilobytes(Math.max(0, ...rows.map((row) => row[column]))),
  )
  console.log(`${'heaviest'.padEnd(width)}${line(heaviest)}`)
  const reached = rows.filter((row) => !isOver(row)).length
  console.log(
    `\n${reached} of ${rows.length} lessons reach the goal: ${GOALS.all} kB in all, ${GOALS.JS} kB of JavaScript.`,
  )
  // Whether one is over.
  return reached < rows.length
}

function printElements() {
  const sizes = Object.entries(ELEMENTS).map(([name, goal]) => {
    const bytes = globSync(`${client}/_astro/${name}.*.js`)
      .map((file) => brotliCompressSync(readFileSync(file)).byteLength)
      .reduce((sum, size) => sum + size, 0)
    return { name, goal, bytes }
  })
  for (const { name, goal, bytes } of sizes) {
    const verdict = bytes > goal * 1_000 ? 'over' : 'of'
    console.log(`${name}: ${kilobytes(bytes)} kB, ${verdict} ${goal}`)
  }
}

/** What a press on “Open the prompt” fetches, as it is sent. */
async function printPrompt() {
  const page = await browser.newPage()
  await page.goto(`${server.origin}/console`, { waitUntil: 'networkidle' })
  const sums = { scripts: 0, worker: 0, registry: 0 }
  const all = []
  page.on('requestfinished', (finished) => all.push(finished))
  await page.getByRole('button', { name: 'Open the prompt' }).click()
  await page.locator('[data-input] .cm-content').waitFor()
  await page.waitForTimeout(QUIET_MILLISECONDS)
  for (const finished of all) {
    const url = finished.url()
    const { responseBodySize } = await finished.sizes()
    if (url.endsWith('.json')) sums.registry += responseBodySize
    else if (/\/worker|prompt\.[\w-]+\.js/.test(url)) sums.worker += responseBodySize
    else if (finished.resourceType() === 'script') sums.scripts += responseBodySize
  }
  await page.close()
  for (const [part, goal] of Object.entries(PROMPT_GOALS)) {
    const verdict = sums[part] > goal * 1_000 ? 'over' : 'of'
    console.log(`prompt, ${part}: ${kilobytes(sums[part])} kB, ${verdict} ${goal}`)
  }
}

/** What a press on “Begin” fetches, as it is sent: of an exercise with a database, where the course has one. */
async function printExercise(pages) {
  const lesson = pages.find((file) => readFileSync(file, 'utf8').includes('<glass-exercise'))
  if (!lesson) return
  const page = await browser.newPage()
  await page.goto(server.origin + addressOf(lesson), { waitUntil: 'networkidle' })
  const exercise = page.locator('glass-exercise').first()
  await exercise.scrollIntoViewIfNeeded()
  await exercise.getByRole('button', { name: 'Begin' }).hover()
  await page.waitForTimeout(QUIET_MILLISECONDS)
  const sums = { scripts: 0, worker: 0, sqlite: 0 }
  const all = []
  page.on('requestfinished', (finished) => all.push(finished))
  await exercise.getByRole('button', { name: 'Begin' }).click()
  await exercise.locator('.cm-content').first().waitFor()
  await page.waitForTimeout(QUIET_MILLISECONDS)
  for (const finished of all) {
    const { responseBodySize } = await finished.sizes()
    const url = finished.url()
    if (url.endsWith('.wasm')) sums.sqlite += responseBodySize
    else if (/\/exercise(?:-with-repo)?\.[\w-]+\.js/.test(url)) sums.worker += responseBodySize
    else if (finished.resourceType() === 'script') sums.scripts += responseBodySize
  }
  await page.close()
  for (const [part, goal] of Object.entries(EXERCISE_GOALS)) {
    const verdict = sums[part] > goal * 1_000 ? 'over' : 'of'
    console.log(`exercise, ${part}: ${kilobytes(sums[part])} kB, ${verdict} ${goal}`)
  }
}

function kilobytes(bytes) {
  return (bytes / 1_000).toFixed(1)
}
