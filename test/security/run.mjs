/**
 * `npm run test:security`: runs the security tests against the built server,
 * and says of each promise in rows.mjs whether it is kept.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installIfNeeded } from '../../src/tasks/install.mjs'
import { bin, PROJECT_NODE, ROOT, run, runNode } from '../../src/tasks/run.mjs'
import { Phases } from '../../src/tasks/phases.mjs'
import { buildIfNeeded } from '../../src/tasks/site-build.mjs'
import { TEST_COURSE } from '../support/courses.mjs'
import { ROWS } from './rows.mjs'

process.chdir(ROOT)
process.env.ASTRO_TELEMETRY_DISABLED = '1'

const phases = new Phases('security')
await installIfNeeded(phases, { development: true })
await onProjectNode()
if ((await buildIfNeeded(phases, TEST_COURSE)) !== 0) process.exit(1)
const { installChromiumIfNeeded } = await import('../support/install-chromium.ts')
installChromiumIfNeeded()
console.log('Asking the built server. This takes about a minute.\n')
report(await runTests())

/** The tests load TypeScript; the Node that runs npm may be too old for it. */
async function onProjectNode() {
  const { version: wanted } = JSON.parse(readFileSync('node_modules/node/package.json', 'utf8'))
  if (wanted.startsWith(`${process.versions.node.split('.', 1)[0]}.`)) return
  process.exit(await run(PROJECT_NODE, ['test/security/run.mjs', ...process.argv.slice(2)]))
}

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-test-'))
  const file = join(folder, 'results.json')
  const code = await runNode([
    ...[
      bin('vitest'),
      'run',
      '--config=test/vitest.config.ts',
      '--project=security',
      '--project=https',
    ],
    ...['--reporter=json', `--outputFile.json=${file}`, ...process.argv.slice(2)],
  ])
  try {
    return { code, files: JSON.parse(readFileSync(file, 'utf8')).testResults }
  } catch {
    return { code, files: [] }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function report({ code, files }) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults)
  let passed = 0
  let failed = 0
  for (const row of ROWS) {
    const own = tests.filter(({ title }) => title.split(' ', 1)[0] === row.id)
    const word = wordFor(row, own)
    if (word === 'ok') passed += 1
    if (word === 'FAILED') failed += 1
    console.log(lineFor(row, word))
    for (const test of own.filter(isFailed)) console.log(explain(test))
  }
  // What belongs to no row: a file that did not load, a test without an id.
  const others = [
    ...files.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed)),
    ...tests.filter(
      (test) => isFailed(test) && !ROWS.some(({ id }) => test.title.startsWith(`${id} `)),
    ),
  ]
  for (const { fullName, name, message } of others)
    console.log(
      `-     FAILED  ${fullName ?? `${name.replace(ROOT, '')}: ${message.split('\n')[0]}`}`,
    )
  failed += others.length
  if (code !== 0 && failed === 0) {
    console.log(`-     FAILED  Vitest ended with code ${code}: npm test -- test/security says why`)
    failed += 1
  }
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

/** A row without a test is not held, whatever it says of itself. A skipped test is no test. */
function wordFor({ not, later }, own) {
  if (own.some(isFailed)) return 'FAILED'
  if (not) return 'not taken'
  if (later) return 'not yet'
  return own.some(({ status }) => status === 'passed') && own.every(isRun) ? 'ok' : 'FAILED'
}

function isFailed({ status }) {
  return status === 'failed'
}

function isRun({ status }) {
  return status === 'passed' || status === 'failed'
}

/** Which test it was, and what it saw, without the way there. */
function explain({ fullName, failureMessages }) {
  const [message = ''] = failureMessages
  const seen = message.split(/\n\s+at /, 1)[0]
  return [fullName, ...seen.split('\n')].map((line) => `${' '.repeat(13)}${line}`).join('\n')
}

function lineFor({ id, says, changed, not, later }, word) {
  const start = id.padEnd(5)
  if (word === 'not taken' || word === 'not yet') return `${start} ${word}: ${not ?? later}`
  const difference = changed ? ` (${changed}: see differences-from-phoenix)` : ''
  return `${start} ${word.padEnd(6)} ${says ?? later ?? not}${difference}`
}
