/**
 * `npm test`: checks the format, lints, checks types, builds, and runs every
 * test but those marked as long (`test/support/long.ts`), within six minutes on
 * two quiet cores. `--long` runs these as well. `--quick` leaves out what needs a
 * server or a browser. With parts of paths or options for Vitest, as in `npm test
 * -- test/lib -t pipe`, it runs those tests, long ones too, and nothing else.
 * `--whole-course` walks every lesson of `content/` in every form.
 *
 * The software is tested with a course of its own, `test/a-course`; `content/` is
 * built and tested beside it (`test/support/courses.mjs`).
 *
 * What asks no server runs beside each other: most of it keeps one core busy.
 * One failure does not stop the rest: what it wrote is shown, and the last lines
 * name them all.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installIfNeeded } from '../src/tasks/install.mjs'
import { all, Phases } from '../src/tasks/phases.mjs'
import { bin, PROJECT_NODE, ROOT, run, runNode } from '../src/tasks/run.mjs'
import { buildIfNeeded } from '../src/tasks/site-build.mjs'
import { ON_BOTH_ORIGINS } from './support/both-origins.mjs'
import { REAL_COURSE, TEST_COURSE } from './support/courses.mjs'
import { closingLines, tally, timeLine } from './support/results.mjs'

const FORMAT = {
  name: 'format',
  usual: 40,
  hint: 'npm run format',
  args: ['prettier', '--check', '--log-level=warn', '.'],
}
const LINT = {
  name: 'lint',
  usual: 60,
  hint: 'its lines are above',
  args: ['eslint', '--config=test/eslint.config.mjs', '--max-warnings=0', '.'],
}
const TYPES = {
  name: 'types',
  usual: 40,
  hint: 'its lines are above',
  args: ['astro', 'check', '--minimumSeverity=warning', '--minimumFailingSeverity=warning'],
}
const SPELLING = {
  name: 'spelling',
  usual: 15,
  hint: 'npm run course:prose, or add the word to content/words.txt',
  args: [
    ...['cspell', 'lint', '--config=test/cspell.yaml', '--no-progress', '--no-summary'],
    ...['content/**/*.{mdx,md,yaml}', 'README.md'],
  ],
}
/** Projects of test/vitest.config.ts that run at once, in the order in which they run. */
const OVER_HTTP = ['requests', 'security', 'faults', 'https']
const IN_A_BROWSER = ['e2e', 'lessons']
/** Two servers and a balancer; the short form tries neither a death nor a restart. */
const OF_CLUSTER = ['cluster']
/** What asks a database, once more; in the short form its contract and the site's own database alone. */
const POSTGRES = 'postgres'
const SHORT_OF_POSTGRES = ['test/repo', 'test/server', 'test/course', 'test/sandbox']
/** Those of the course that readers get. */
const OF_CONTENT = ['content']
const USUAL_SECONDS = {
  ...{
    unit: 90,
    postgres: 170,
    requests: 120,
    security: 120,
    faults: 40,
    e2e: 300,
    lessons: 60,
    content: 60,
    cluster: 20,
  },
}
const NEED_TEST_COURSE = [...OVER_HTTP, ...IN_A_BROWSER, ...OF_CLUSTER]
const NEED_BUILD = [...NEED_TEST_COURSE, ...OF_CONTENT]
const NEED_BROWSER = ['security', ...IN_A_BROWSER, ...OF_CONTENT]

process.chdir(ROOT)
process.env.ASTRO_TELEMETRY_DISABLED = '1'
const given = process.argv.slice(2)
const isOfCourse = given.includes('--whole-course')
if (isOfCourse) process.env.GLASSHOUSE_WALK = 'whole'
const filters = isOfCourse
  ? ['test/every-lesson', 'test/content']
  : given.filter((argument) => !['--quick', '--long'].includes(argument))
const isQuick = given.includes('--quick')
const isLong = given.includes('--long')

const phases = new Phases('test')
await installIfNeeded(phases, { development: true })
await onProjectNode()

const began = Date.now()
const results = { passed: 0, failures: [], flaky: [], long: 0 }
const projects = isQuick ? ['unit'] : isOfCourse ? OF_CONTENT : ['unit', POSTGRES, ...NEED_BUILD]
const wanted = projects.filter(matches)
const wants = (projects) => projects.some((name) => wanted.includes(name))
const isWhole = filters.length === 0
const isShort = isWhole && !isLong

const isBuilt = isWhole
  ? (await Promise.all([buildAndCheckTypes(), checkText(), runProjects(['unit'])]))[0]
  : await buildAndRunUnit()
await runProjects([POSTGRES])
if (isBuilt) {
  await installBrowserIfNeeded()
  await runProjects(OVER_HTTP)
  await runProjects(OF_CLUSTER)
  await runProjects(IN_A_BROWSER)
  await runProjects(OF_CONTENT)
}
if (results.passed + results.failures.length === 0) results.failures.push('no test ran')
if (isWhole) console.log(`\n${timeLine(phases.took, (Date.now() - began) / 1000)}`)
await sayWhatIsMissing()
console.log(closingLines(results).join('\n'))
process.exitCode = results.failures.length > 0 ? 1 : 0

async function sayWhatIsMissing() {
  const { missingPostgres } = await import('./support/postgres.ts')
  const { missingCluster } = await import('./cluster/missing-cluster.mjs')
  const whys = [
    ...(wanted.includes(POSTGRES) ? [missingPostgres()] : []),
    ...(wants(OF_CLUSTER) ? [missingCluster()] : []),
  ]
  for (const why of new Set(whys))
    if (why !== null) console.log(`\nThe tests that need it were skipped. ${why}`)
}

/** The tests load TypeScript; the Node that runs npm may be too old for it. */
async function onProjectNode() {
  const version = /^\d+/.exec(process.versions.node)[0]
  const { version: own } = JSON.parse(readFileSync('node_modules/node/package.json', 'utf8'))
  if (own.startsWith(`${version}.`)) return
  process.exit(await run(PROJECT_NODE, ['test/run.mjs', ...given]))
}

// Vitest takes parts of paths first, then options.
function matches(project) {
  const firstOption = filters.findIndex((filter) => filter.startsWith('-'))
  const parts = firstOption < 0 ? filters : filters.slice(0, firstOption)
  if (parts.length === 0) return true
  return testFiles(project).some((path) => parts.some((part) => path.includes(part)))
}

function testFiles(project) {
  if (project === 'https') return ON_BOTH_ORIGINS
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((path) => `test/${path}`)
    .filter((path) => path.endsWith('.test.ts') && projectsOf(path).includes(project))
}

/** As in vitest.config.ts. */
function isOfPostgres(path) {
  if (path.includes('/sqlite/')) return false
  return (
    /^test\/(?:repo|changeset|app)\/|\/postgres\//.test(path) ||
    /^test\/(?:sandbox\/(?:sandbox-rows|visitors)\.|course\/progress)/.test(path)
  )
}

function projectsOf(path) {
  if (path.includes('/postgres/')) return [POSTGRES]
  if (path.startsWith('test/every-lesson/')) return ['lessons', 'content']
  const own = NEED_BUILD.find((name) => path.startsWith(`test/${name}/`)) ?? 'unit'
  return isOfPostgres(path) ? [own, POSTGRES] : [own]
}

/** Answers whether there is a build to ask. Both steps write down what Astro knows of the content, so they take turns. */
async function buildAndCheckTypes() {
  const isBuilt = wants(NEED_BUILD) && (await build())
  if (isWhole) await check(TYPES)
  return isBuilt
}

/** Somebody watches single tests run: nothing else writes meanwhile. */
async function buildAndRunUnit() {
  const isBuilt = wants(NEED_BUILD) && (await build())
  await runProjects(['unit'])
  return isBuilt
}

async function checkText() {
  if (!isWhole) return
  await check(FORMAT)
  await check(LINT)
  await check(SPELLING)
}

/** What is built of the two courses, one after the other: Astro writes down what it knows of the one at hand. */
async function build() {
  const isTestCourseBuilt =
    !wants(NEED_TEST_COURSE) || (await buildCourse(TEST_COURSE, 'test site'))
  const isRealCourseBuilt = !wants(OF_CONTENT) || (await buildCourse(REAL_COURSE, 'site'))
  return isTestCourseBuilt && isRealCourseBuilt
}

async function buildCourse(content, name) {
  const code = await buildIfNeeded(phases, content, name)
  if (code !== 0)
    results.failures.push(`${name}: its lines are above; no test that needs a server ran`)
  return code === 0
}

async function check({ name, usual, hint, args: [program, ...args] }) {
  const code = await phases.run(name, { usual, quote: all }, ({ onOutput }) =>
    runNode([bin(program), ...args], { onOutput }),
  )
  if (code === 0) results.passed += 1
  else results.failures.push(`${name}: ${hint}`)
}

async function installBrowserIfNeeded() {
  if (!wants(NEED_BROWSER)) return
  try {
    const { installChromiumIfNeeded } = await import('./support/install-chromium.ts')
    installChromiumIfNeeded()
    if (!wants(IN_A_BROWSER) || !(isWhole || filters.some((part) => part.includes('firefox'))))
      return
    const { installFirefoxIfPossible } = await import('./support/install-firefox.ts')
    installFirefoxIfPossible()
  } catch (error) {
    results.failures.push(error.message)
  }
}

async function runProjects(names) {
  const projects = names.filter((name) => wanted.includes(name))
  if (projects.length === 0) return
  const name = projects.join(', ')
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-test-'))
  const file = join(folder, 'results.json')
  const vitest = [
    ...[bin('vitest'), 'run', '--config=test/vitest.config.ts'],
    ...projects.map((project) => `--project=${project}`),
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    ...(isShort ? ['--tagsFilter=!long'] : []),
    ...(isShort && names.includes(POSTGRES) ? SHORT_OF_POSTGRES : filters),
  ]
  const usual = projects.reduce((sum, project) => sum + USUAL_SECONDS[project], 0)
  const code = isWhole
    ? await phases.run(name, { usual, quote: withoutPassed }, ({ onOutput }) =>
        runNode(vitest, { onOutput }),
      )
    : await runNode(vitest)
  add(name, tally(readResults(file), ROOT), code)
  rmSync(folder, { recursive: true })
}

/** Of hundreds of files one looks for those that failed. */
function withoutPassed(lines) {
  return lines.filter((line) => !line.includes('✓'))
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults
  } catch {
    return []
  }
}

function add(projects, { passed, failures, flaky, long }, code) {
  results.passed += passed
  results.long += long
  results.failures.push(...failures)
  results.flaky.push(...flaky)
  // Vitest also fails for what belongs to no test: a rejection nobody handled, no test files, its own end.
  if (code !== 0 && failures.length === 0)
    results.failures.push(`${projects}: Vitest ended with code ${code}; its lines are above`)
}
