/**
 * The paragraphs of a lesson that are about steps. Each names tags,
 * `changeset.email.format`, or what several tags begin with: `changeset.email`,
 * `changeset`.
 */

/**
 * `changeset.email.format changeset.email.length`, apart.
 *
 * @example
 * tagsOf('changeset.email.format changeset.email.length')
 * // => ['changeset.email.format', 'changeset.email.length']
 */
export const tagsOf = (tags = ''): readonly string[] => tags.split(/\s+/).filter(Boolean)

/**
 * What a link to such a paragraph leads to.
 *
 * @example
 * aboutId({ tags: 'scope.current plug.fetchFlash' })
 * // => 'about-scope-current'
 */
export function aboutId({
  id,
  tags,
}: {
  readonly id?: string | undefined
  readonly tags?: string | undefined
}): string {
  return id ?? `about-${(tagsOf(tags)[0] ?? '').replaceAll('.', '-')}`
}

/**
 * Whether a paragraph about these tags speaks of a step.
 *
 * @example
 * speaksOf('plug changeset.email', 'changeset.email.format')
 * // => true
 * speaksOf('changeset.email', 'changeset.email_again')
 * // => false
 */
export function speaksOf(tags: string, tag: string): boolean {
  return tagsOf(tags).some((name) => `${tag}.`.startsWith(`${name}.`))
}

interface Region {
  readonly name: string
  readonly from: number
  readonly to: number
}

/**
 * The smallest region around a line, or `null`.
 *
 * @example
 * const [outer, inner] = [{ name: 'all', from: 1, to: 20 }, { name: 'scope', from: 3, to: 9 }]
 * regionAround([outer, inner], 5)
 * // => inner
 */
export function regionAround(regions: readonly Region[], line: number): Region | null {
  const around = regions.filter(({ from, to }) => from <= line && line <= to)
  return around.toSorted((a, b) => a.to - a.from - (b.to - b.from))[0] ?? null
}
