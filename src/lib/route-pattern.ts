const PARAMETER = /^\[(?:\.\.\.)?(?<name>\w+)\]$/

/**
 * What a path holds by a pattern, as the folders of `src/pages` write it;
 * `null` if it does not fit.
 *
 * @example
 * paramsIn('/organizations/acme/scores', '/organizations/[org]/scores')
 * // => { org: 'acme' }
 * paramsIn('/scores', '/scores')
 * // => {}
 * paramsIn('/scores/', '/scores/[id]')
 * // => null
 */
export function paramsIn(path: string, pattern: string): Readonly<Record<string, string>> | null {
  const [given, wanted] = [path.split('/'), pattern.split('/')]
  if (given.length !== wanted.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    const name = PARAMETER.exec(part)?.groups?.['name']
    if (name !== undefined && value !== '') params[name] = value
    else if (value !== part) return null
  }
  return params
}
