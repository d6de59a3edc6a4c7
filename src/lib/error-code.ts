/**
 * The code by which the system, or a database, says what went wrong; an empty text where there is none.
 *
 * @example
 * errorCode(Object.assign(new Error('no such file'), { code: 'ENOENT' }))
 * // => 'ENOENT'
 */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''
