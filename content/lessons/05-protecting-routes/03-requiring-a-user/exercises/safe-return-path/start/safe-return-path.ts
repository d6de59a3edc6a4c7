/** The path to come back to after a log-in, or `null`. */
export function safeReturnPath(
  _method: string,
  path: string,
): string | null {
  return path.startsWith('/') ? path : null
}
