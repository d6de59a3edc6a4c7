/** Which number a folder of the course has: as its name says, or as `course.yaml` does. */
import { isLeftBehind } from '#lib/left-behind.mjs'
import { BEGINNING } from './mistake.ts'
import { offer } from './near.ts'
import type { Reading } from './reading.ts'
import type { Settings } from './settings.ts'

export interface Numbered {
  readonly number: number
  /** The folder's name without its number. */
  readonly slug: string
  readonly folder: string
}

interface Ordered {
  /** The names in their order; `null` where the folders say it themselves. */
  readonly order: readonly string[] | null
  /** Where in course.yaml they stand. */
  readonly at: readonly PropertyKey[]
  /** What to do for a folder that the order does not name, by its name and its path. */
  readonly nameIt: (slug: string, folder: string) => string
  /** A folder that is as if it were not there. */
  readonly isHidden?: (folder: string) => boolean
}

const FOLDER = /^(?:(?<number>\d{2})-)?(?<slug>[a-z\d]+(?:-[a-z\d]+)*)$/

/** The folders in `path` with their numbers, in order. */
export function foldersInOrder(
  reading: Reading,
  settings: Settings,
  path: string,
  { order, at, nameIt, isHidden = () => false }: Ordered,
): readonly Numbered[] {
  const { files, mistakes } = reading
  const bare = (name: string) => name.replace(/^\d{2}-/, '')
  const folders = files
    .entries(path)
    .filter(({ name, isFolder }) => isFolder && !isLeftBehind(name))
  const { hidden = [], shown: names = [] } = Object.groupBy(
    folders.map(({ name }) => name),
    (name) => (isHidden(`${path}/${name}`) ? 'hidden' : 'shown'),
  )
  const wrong = (folder: string, what: string, write: string) => {
    mistakes.add(folder, 'wrong', BEGINNING, { what, write })
    return []
  }
  // A hidden one keeps its place for the day on which it is shown again, and has no number.
  const kept = hidden.map(bare)
  const wanted = order?.map(bare).filter((slug) => !kept.includes(slug)) ?? null
  const found = names.flatMap((name) => {
    const folder = `${path}/${name}`
    const { number, slug } = FOLDER.exec(name)?.groups ?? {}
    if (!slug || (wanted === null && !number))
      return wrong(
        folder,
        `"${name}" is no folder of the course.`,
        `Call it with two digits and small letters, as ${likelyName(name)}${wanted === null && slug ? ', or say the order in course.yaml' : ''}.`,
      )
    if (wanted === null) return [{ folder, number: Number(number), slug }]
    const place = wanted.indexOf(slug)
    if (place !== -1) return [{ folder, number: place + 1, slug }]
    return wrong(folder, `"${slug}" is not in the order of course.yaml.`, nameIt(slug, folder))
  })
  const { data } = settings
  const slugs = found.map(({ slug }) => slug)
  for (const [index, slug] of (order ?? []).map(bare).entries())
    if (data && !slugs.includes(slug) && !kept.includes(slug))
      mistakes.add(data.file, 'wrong', data.yaml.placeOf([...at, index]) ?? BEGINNING, {
        what: `There is no folder "${slug}" in ${path}.`,
        write: offer(slug, names.map(bare)),
      })
  return found.toSorted((a, b) => a.number - b.number)
}

function likelyName(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  const likely = /^\d/.test(words) ? words.replace(/^(\d)-/, '0$1-') : `01-${words}`
  return /^\d{2}-[a-z\d]+(?:-[a-z\d]+)*$/.test(likely) ? likely : '01-small-words'
}
