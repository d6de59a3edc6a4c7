/**
 * Runs the tests that hold a list of promises, and says of each row whether it
 * is kept. A test says which rows it holds by the ids that its title begins
 * with, as in `D3 fault 26 whose …`; `by` of a row names a file, of
 * which all tests hold it, and `among` one of which those with its id do.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bin, ROOT, runNode } from '../../src/tasks/run.mjs'

/** Runs these projects of test/vitest.config.ts, and answers what became of their tests. */
export async function runTests(projects, filters = []) {
  const asking = projects.filter((name) => name !== 'unit')
  const results = [await runProjects(asking, filters)]
  // What asks no server has as many workers as there are cores, and Vitest runs the two apart or not at all.
  if (asking.length < projects.length) results.push(await runProjects(['unit'], filters))
  return {
    code: Math.max(...results.map(({ code }) => code)),
    files: results.flatMap(({ files }) => files),
  }
}

async function runProjects(projects, filters) {
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-test-'))
  const file = join(folder, 'results.json')
  const code = await runNode([
    ...[bin('vitest'), 'run', '--config=test/vitest.config.ts'],
    ...projects.map((project) => `--project=${project}`),
    ...['--reporter=json', `--outputFile.json=${file}`, ...filters],
  ])
  try {
    return { code, files: JSON.parse(readFileSync(file, 'utf8')).testResults }
  } catch {
    return { code, files: [] }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * The lines of a table of all rows, and what is in no row and failed. `prefix`
 * stands before the id in a title; `lacking` says of what a row may need why
 * this machine does not have it.
 */
export function tableOf({ code, files }, rows, { prefix = '', lacking = {} } = {}) {
  const tests = files.flatMap(({ name: file = '', assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file })),
  )
  const isOf = ({ title, file }, { id, by }) =>
    idsOf(title, prefix).includes(String(id)) || (by !== undefined && file.endsWith(`/${by}`))
  const lines = []
  const counts = { passed: 0, failed: 0, left: 0 }
  for (const row of rows) {
    const own = tests.filter((test) => isOf(test, row))
    const word = wordFor(row, own, lacking)
    counts[COUNTED[word] ?? 'left'] += 1
    lines.push(lineFor(row, word, lacking), ...own.filter(isFailed).map(explain))
  }
  // What belongs to no row: a file that did not load, a test without an id.
  const others = [
    ...files.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed)),
    ...tests.filter((test) => isFailed(test) && !rows.some((row) => isOf(test, row))),
  ].map(
    ({ fullName, name, message }) => fullName ?? `${name.replace(ROOT, '')}: ${firstLine(message)}`,
  )
  if (code !== 0 && counts.failed + others.length === 0)
    others.push(`Vitest ended with code ${code}: its lines are above`)
  lines.push(...others.map((other) => `-     FAILED  ${other}`))
  counts.failed += others.length
  return { lines, ...counts }
}

/** Prints the table, and ends the task as it ends. */
export function report(table) {
  console.log(table.lines.join('\n'))
  const left = table.left > 0 ? `, ${table.left} left out for the reasons given` : ''
  console.log(`\n${table.passed} passed, ${table.failed} failed${left}`)
  process.exitCode = table.failed === 0 ? 0 : 1
}

const COUNTED = { ok: 'passed', changed: 'passed', FAILED: 'failed' }

/** A row without a test is not held, whatever it says of itself. A skipped test is no test. */
function wordFor({ not, changed, needs }, own, lacking) {
  if (own.some(isFailed)) return 'FAILED'
  if (not) return 'not'
  if (needs && lacking[needs] && own.some(isSkipped)) return 'skipped'
  const isHeld = own.some(({ status }) => status === 'passed') && !own.some(isSkipped)
  if (!isHeld) return 'FAILED'
  return changed ? 'changed' : 'ok'
}

/** The ids that a title begins with: those that have this table’s `prefix` before them. */
function idsOf(title, prefix) {
  const ids = []
  for (let rest = title; ;) {
    const [whole, before, id] = /^([a-z]+ )?([A-Z]{0,2}\d+) /.exec(rest) ?? []
    if (whole === undefined) return ids
    if ((before ?? '') === prefix) ids.push(id)
    rest = rest.slice(whole.length)
  }
}

/** The files beside its own folder that a table runs. */
export const elsewhere = (rows) => [
  ...new Set(rows.flatMap(({ by, among }) => [by ?? [], among ?? []].flat())),
]

const isFailed = ({ status }) => status === 'failed'
const isSkipped = ({ status }) => status !== 'passed' && status !== 'failed'
const firstLine = (message = '') => message.split('\n', 1)[0]

/** Which test it was, and what it saw, without the way there. */
function explain({ fullName, failureMessages }) {
  const [message = ''] = failureMessages
  const seen = message.split(/\n\s+at /, 1)[0]
  return [fullName, ...seen.split('\n')].map((line) => `${' '.repeat(15)}${line}`).join('\n')
}

function lineFor({ id, says, changed, not, needs }, word, lacking) {
  const start = `${String(id).padEnd(5)} ${word.padEnd(8)}`
  if (word === 'not') return `${start} ${says}: ${not} (see differences-from-phoenix)`
  if (word === 'skipped') return `${start} ${says}: ${lacking[needs]}`
  return `${start} ${says}${changed ? ` (${changed})` : ''}`
}
