/**
 * A test that only the long form runs: `npm run test:long`, not `npm test`. It
 * is one of many that look at the same thing from one more side: another
 * screen, another key, a sentence beside the main way.
 *
 * Of each feature its main way in a browser is not long, nor is any promise of
 * `test/security/rows.mjs`: of what a promise holds for, one case at least is
 * short. The same forms without JavaScript are sent by `test/requests`.
 */
const LONG = { tags: ['long'] }

/**
 * The same function for tests, each of them marked as long.
 *
 * @example
 * const long = longOf(test)
 * long('is sent by keys alone', async ({ reader }) => { … })
 * long.for([320, 390])('fits %i px', async (width, { reader }) => { … })
 */
export function longOf<Test extends (...args: never) => unknown>(test: Test): Test {
  const plain = test as unknown as Plain
  const long: Plain = (name, ...rest) => plain(name, ...marked(rest))
  long.for = (cases) => {
    const each = plain.for(cases)
    return (name, ...rest) => each(name, ...marked(rest))
  }
  return long as unknown as Test
}

// What fixtures a test has is of no interest here, and its type says nothing else.
type Say = (name: string, ...rest: readonly unknown[]) => void
type Plain = Say & { for: (cases: readonly unknown[]) => Say }

/** Options, where there are any, stand before the body of a test. */
const marked = (rest: readonly unknown[]) =>
  typeof rest[0] === 'object' ? [{ ...rest[0], ...LONG }, ...rest.slice(1)] : [LONG, ...rest]
