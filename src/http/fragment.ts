/**
 * The fragment protocol. A stage sends `Glasshouse-Fragment: stage` and is
 * answered with the parts of the page that change, each in an element
 * `<glass-fragment target="…">`. Redirects are followed as they are: the page
 * they lead to answers with its fragments.
 *
 * `frame` asks for the same without a trace: a stage that opens has not acted.
 */
export const FRAGMENT_HEADER = 'glasshouse-fragment'

export type FragmentRequest = 'stage' | 'frame' | null

export function fragmentRequest(headers: Headers): FragmentRequest {
  const wanted = headers.get(FRAGMENT_HEADER)
  return wanted === 'stage' || wanted === 'frame' ? wanted : null
}
