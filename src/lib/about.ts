/** The paragraphs of a lesson that are about steps, by the steps' tags. */

/** `changeset.email.format changeset.email.length`, apart. */
export const tagsOf = (tags = ''): readonly string[] => tags.split(/\s+/).filter(Boolean)

/**
 * What a link to such a paragraph leads to.
 *
 * @example aboutId({ tags: 'scope.current plug.fetchFlash' }) // => 'about-scope-current'
 */
export function aboutId({ id, tags }: { readonly id?: string; readonly tags?: string }): string {
  return id ?? `about-${(tagsOf(tags)[0] ?? '').replaceAll('.', '-')}`
}
