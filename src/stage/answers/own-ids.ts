/**
 * Two windows of one page can show the same form. An id stands once in a
 * document, so that labels find their fields: every window but the first
 * has an ending of its own for the ids inside.
 */
export const ID_ATTRIBUTES = ['id', 'for', 'aria-labelledby', 'aria-describedby'] as const

const ATTRIBUTE = new RegExp(
  String.raw`(?<=\s)(?<name>${ID_ATTRIBUTES.join('|')})="(?<ids>[^"]*)"`,
  'g',
)

/**
 * @example withOwnIds('<label for="email">', 'bob')
 * // => '<label for="email-bob">'
 */
export function withOwnIds(html: string, ending: string): string {
  return html.replaceAll(
    ATTRIBUTE,
    (_all, name: string, ids: string) => `${name}="${endIds(ids, ending)}"`,
  )
}

/** Ids apart by spaces, each with the ending, once. */
export const endIds = (ids: string, ending: string): string =>
  ids
    .split(' ')
    .map((id) => (id === '' || id.endsWith(`-${ending}`) ? id : `${id}-${ending}`))
    .join(' ')
