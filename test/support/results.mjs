/** What became of tests: Vitest's JSON report, read for the closing lines of `npm test`. */
import { clock } from '../../src/tasks/phases.mjs'

/**
 * Counts the tests of a report's files. `root` is cut off their paths. A test
 * that passed only on its second try has passed, and is flaky as well.
 */
export function tally(files, root = '') {
  const tests = files.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({
      ...test,
      is: `${name.replace(root, '')}: ${test.fullName}`,
    })),
  )
  const failed = tests.filter(({ status }) => status === 'failed')
  const passed = tests.filter(({ status }) => status === 'passed')
  return {
    passed: passed.length,
    failures: [...failed.map(({ is }) => is), ...filesThatDidNotLoad(files, root)],
    // Vitest keeps what failed on the first try.
    flaky: passed.filter(({ failureMessages }) => failureMessages.length > 0).map(({ is }) => is),
    // Those that the short form leaves out.
    long: tests.filter(({ status, tags = [] }) => status === 'skipped' && tags.includes('long'))
      .length,
  }
}

function filesThatDidNotLoad(files, root) {
  return files
    .filter(
      ({ status, assertionResults }) => status === 'failed' && !assertionResults.some(isFailed),
    )
    .map(({ name, message }) => `${name.replace(root, '')} did not load: ${message.split('\n')[0]}`)
}

const isFailed = ({ status }) => status === 'failed'

/** The closing lines: what failed, what is flaky, what was left out, and the count, alone on the last. */
export function closingLines({ passed, failures, flaky, long = 0 }) {
  return [
    ...list(failures, 'Failed:'),
    ...list(flaky, `${flaky.length} flaky, which passed on a second try:`),
    ...(long > 0 ? ['', `${long} tests more stand in the long form: npm run test:long`] : []),
    '',
    `${passed} passed, ${failures.length} failed`,
  ]
}

const list = (names, heading) =>
  names.length === 0 ? [] : ['', heading, ...names.map((name) => `  ${name}`)]

/** `4:05 in all: format 0:31, unit 1:20` */
export const timeLine = (took, seconds) =>
  `${clock(seconds)} in all: ${took.map((phase) => `${phase.name} ${clock(phase.seconds)}`).join('; ')}`
