import { cutListing } from '#course/listing.ts'
import { referencesIn } from '#course/reading/references.ts'

export interface MeasuredListing {
  readonly lesson: string
  /** The file, with the region or the lines that are shown of it. */
  readonly shows: string
  readonly lines: number
  readonly widest: number
}

/** Every piece of source that a lesson shows. `readSource` answers a file’s text. */
export function listingsOf(
  lesson: string,
  text: string,
  readSource: (file: string) => string,
): readonly MeasuredListing[] {
  return referencesIn(text)
    .filter(({ name }) => name === 'Source')
    .map(({ attributes: { file = '', ...cut } }) => {
      const widths = cutListing(readSource(file), cut)
        .blocks.flat()
        .map((line) => line.text.length)
      const shows = `${file}#${cut['region'] ?? cut['lines']}`
      return { lesson, shows, lines: widths.length, widest: Math.max(0, ...widths) }
    })
}
