/**
 * `npm test`: checks the format, lints, checks types, builds, and runs every
 * test. `--quick` leaves out what needs a server or a browser. With parts of
 * paths or options for Vitest, as in `npm test -- test/lib -t pipe`, it runs
 * those tests and nothing else.
 *
 * One failure does not stop the rest: the last lines name them all.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installIfNeeded } from '../src/tasks/install.mjs'
import { bin, PROJECT_NODE, ROOT, run, runNode } from '../src/tasks/run.mjs'
import { buildIfNeeded } from '../src/tasks/site-build.mjs'

const CHECKS = [
  {
    name: 'format',
    hint: 'npm run format',
    args: ['prettier', '--check', '--log-level=warn', '.'],
  },
  {
    name: 'lint',
    hint: 'its lines are above',
    args: ['eslint', '--config=test/eslint.config.mjs', '--max-warnings=0', '.'],
  },
  {
    name: 'types',
    hint: 'its lines are above',
    args: ['astro', 'check', '--minimumSeverity=warning', '--minimumFailingSeverity=warning'],
  },
]
const PROJECTS = ['unit', 'requests', 'security', 'e2e']
const NEEDS_BUILD = ['requests', 'security', 'e2e']
const NEEDS_BROWSER = ['security', 'e2e']

process.chdir(ROOT)
process.env.ASTRO_TELEMETRY_DISABLED = '1'
const given = process.argv.slice(2)
const filters = given.filter((argument) => argument !== '--quick')
const isQuick = given.includes('--quick')

await installIfNeeded({ development: true })
await onProjectNode()

let passed = 0
const failures = []
if (filters.length === 0) for (const check of CHECKS) await runCheck(check)
const projects = PROJECTS.filter(
  (name) => !(isQuick && NEEDS_BUILD.includes(name)) && matches(name),
)
const isReady = await prepare(projects)
for (const project of projects) {
  if (isReady || !NEEDS_BUILD.includes(project)) await runProject(project)
}
report()

/** The tests load TypeScript; the Node that runs npm may be too old for it. */
async function onProjectNode() {
  const version = /^\d+/.exec(process.versions.node)[0]
  const { version: wanted } = JSON.parse(readFileSync('node_modules/node/package.json', 'utf8'))
  if (wanted.startsWith(`${version}.`)) return
  process.exit(await run(PROJECT_NODE, ['test/run.mjs', ...given]))
}

async function runCheck({ name, hint, args: [program, ...args] }) {
  heading(name)
  const code = await runNode([bin(program), ...args])
  if (code === 0) passed += 1
  else failures.push(`${name}: ${hint}`)
}

// Vitest takes parts of paths first, then options.
function matches(project) {
  const firstOption = filters.findIndex((filter) => filter.startsWith('-'))
  const parts = firstOption < 0 ? filters : filters.slice(0, firstOption)
  if (parts.length === 0) return true
  return testFiles(project).some((path) => parts.some((part) => path.includes(part)))
}

function testFiles(project) {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((path) => `test/${path}`)
    .filter((path) => path.endsWith('.test.ts') && projectOf(path) === project)
}

function projectOf(path) {
  return NEEDS_BUILD.find((name) => path.startsWith(`test/${name}/`)) ?? 'unit'
}

/** Makes what the projects need. Answers whether those that need a build can run. */
async function prepare(projects) {
  if (!projects.some((name) => NEEDS_BUILD.includes(name))) return true
  heading('build')
  if ((await buildIfNeeded()) !== 0) {
    failures.push('build: its lines are above; the http, security and e2e tests did not run')
    return false
  }
  if (!projects.some((name) => NEEDS_BROWSER.includes(name))) return true
  try {
    const { installChromiumIfNeeded } = await import('./support/install-chromium.ts')
    installChromiumIfNeeded()
  } catch (error) {
    failures.push(error.message)
  }
  return true
}

async function runProject(project) {
  heading(project)
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-test-'))
  const file = join(folder, 'results.json')
  const code = await runNode([
    ...[bin('vitest'), 'run', '--config=test/vitest.config.ts', `--project=${project}`],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters],
  ])
  count(project, readResults(file), code)
  rmSync(folder, { recursive: true })
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults
  } catch {
    return []
  }
}

function count(project, files, code) {
  const before = failures.length
  for (const { name, status, message, assertionResults: tests } of files) {
    const path = name.replace(ROOT, '')
    const failed = tests.filter((test) => test.status === 'failed')
    passed += tests.filter((test) => test.status === 'passed').length
    failures.push(...failed.map((test) => `${path}: ${test.fullName}`))
    if (status === 'failed' && failed.length === 0) {
      failures.push(`${path} did not load: ${message.split('\n')[0]}`)
    }
  }
  // Vitest also fails for what belongs to no test: a rejection nobody handled, no test files, its own end.
  if (code !== 0 && failures.length === before) {
    failures.push(`${project}: Vitest ended with code ${code}; its lines are above`)
  }
}

function report() {
  if (passed === 0 && failures.length === 0) failures.push('no test ran')
  if (failures.length > 0)
    console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}`)
  console.log(`\n${passed} passed, ${failures.length} failed`)
  process.exitCode = failures.length > 0 ? 1 : 0
}

function heading(text) {
  console.log(`\n== ${text}`)
}
