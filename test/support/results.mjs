/** What became of tests: Vitest's JSON report, read for the closing lines of `npm test`. */

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

/** The closing lines: what failed, what is flaky, and the count, alone on the last. */
export function closingLines({ passed, failures, flaky }) {
  return [
    ...list(failures, 'Failed:'),
    ...list(flaky, `${flaky.length} flaky, which passed on a second try:`),
    '',
    `${passed} passed, ${failures.length} failed`,
  ]
}

const list = (names, heading) =>
  names.length === 0 ? [] : ['', heading, ...names.map((name) => `  ${name}`)]
