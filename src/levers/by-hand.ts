/** What somebody wrote into the form for any request, read. */

/**
 * Whether it is a page of this server, whatever somebody's link says.
 *
 * @example
 * ['/users/register', '//elsewhere.example', 'users'].map(isPathHere)
 * // => [true, false, false]
 */
export const isPathHere = (path: string): boolean => /^\/(?![/\\])[\x21-\x7e]*$/.test(path)

export const NO_PATH = 'A path begins with a slash: /users/register.'

/**
 * Its fields, a line each.
 *
 * @example
 * fieldsByHand('email = ana@example.test\nnothing\nnote=a=b')
 * // => [['email', 'ana@example.test'], ['note', 'a=b']]
 */
export const fieldsByHand = (text: string): readonly (readonly [name: string, value: string])[] =>
  text
    .split('\n')
    .filter((line) => line.includes('='))
    .map((line) => {
      const at = line.indexOf('=')
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    })
