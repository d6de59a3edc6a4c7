/** Behind the first slash neither / nor \ stands. */
const OF_THIS_SITE = /^\/(?![/\\])/

/** The path to come back to after a log-in, or `null`. */
export function safeReturnPath(
  method: string,
  path: string,
): string | null {
  if (
    method !== 'GET' ||
    path.length > 200 ||
    !OF_THIS_SITE.test(path)
  )
    return null
  return path
}
