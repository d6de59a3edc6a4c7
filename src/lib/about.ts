/**
 * Which steps a paragraph speaks of. It names tags, `changeset.email.format`,
 * or what several tags begin with: `changeset.email`, `changeset`.
 */

/**
 * @example
 * speaksOf('plug changeset.email', 'changeset.email.format') // => true
 * speaksOf('changeset.email', 'changeset.email_again') // => false
 */
export function speaksOf(about: string, tag: string): boolean {
  return about.split(/\s+/).some((name) => name !== '' && `${tag}.`.startsWith(`${name}.`))
}

interface Region {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** The smallest region around a line, or `null`. */
export function regionAround(regions: readonly Region[], line: number): Region | null {
  const around = regions.filter(({ from, to }) => from <= line && line <= to)
  return around.toSorted((a, b) => a.to - a.from - (b.to - b.from))[0] ?? null
}
