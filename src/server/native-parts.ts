/** The packages with native parts, by what stands in the path of one that does not load. */
const PARTS = [
  { name: 'SQLite', path: /sqlite3/i },
  { name: 'Argon2', path: /argon2/i },
] as const

/** What the system says of a part that was made for another machine, or is not there. */
const NOT_LOADED =
  /ERR_DLOPEN_FAILED|MODULE_NOT_FOUND|Could not locate the bindings file|Failed to load native binding|Cannot find native binding/i

/** One sentence where a native part is what failed, and the error itself where it is anything else. */
export function whyNotLoaded(error: unknown): string {
  const { message, code = '', stack = message, cause } = readError(error)
  const about = `${message} ${cause} ${stack}`
  const part = PARTS.find(({ path }) => path.test(about))
  if (!part || !NOT_LOADED.test(`${code} ${about}`)) return stack
  const [said = ''] = message.split('\n')
  return `The native part of ${part.name} does not load on this machine (${said}): it is missing, or was made for another system or another Node. npm ci, run on this machine, brings the right one.`
}

function readError(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error), cause: '' }
  const code = 'code' in error ? String(error.code) : ''
  const cause = error.cause instanceof Error ? error.cause.message : ''
  return { message: error.message, code, stack: error.stack ?? error.message, cause }
}
