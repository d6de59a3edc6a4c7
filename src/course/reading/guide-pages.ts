/** The pages of the guide for teachers: Markdown with front matter, and links that lead somewhere. */
import { isLeftBehind } from '#lib/left-behind.mjs'
import { frontMatterOf, parseMarkdown } from '../mdx.ts'
import { schemas } from '../schema.ts'
import { checkLinks, type Addresses } from './links.ts'
import { BEGINNING } from './mistake.ts'
import { parseData, type Reading } from './reading.ts'

/** The names of the pages, as their addresses have them: `/teach/NAME`. */
export const guideNames = ({ files, content }: Pick<Reading, 'files' | 'content'>) =>
  files.entries(`${content}/guide`).flatMap(({ name }) => PAGE.exec(name)?.groups?.['name'] ?? [])

const PAGE = /^(?<name>[a-z\d]+(?:-[a-z\d]+)*)\.md$/

/** Tells what is wrong in the guide. A mistake in it stops no lesson. */
export function checkGuide(reading: Reading, addresses: Addresses): void {
  const { files, content, mistakes } = reading
  const folder = `${content}/guide`
  const places = new Map<number, string>()
  for (const { name, isFolder } of files.entries(folder).filter((one) => !isLeftBehind(one.name))) {
    const file = `${folder}/${name}`
    const text = isFolder || !PAGE.test(name) ? null : files.text(file)
    if (text === null) {
      mistakes.add(file, 'wrong', BEGINNING, {
        what: 'This is no page of the guide.',
        write: 'Call it in small letters, as one-machine.md.',
      })
      continue
    }
    const frontMatter = frontMatterOf(text)
    if (frontMatter === null) {
      mistakes.add(file, 'broken', BEGINNING, {
        what: 'It begins without front matter.',
        write: 'Write --- in the first line, then title, summary and order, then --- again.',
      })
      continue
    }
    const data = parseData(reading, file, frontMatter, schemas.guide, { firstLine: 2 })
    const taken = data && places.get(data.value.order)
    if (taken)
      mistakes.add(file, 'wrong', data.yaml.placeOf(['order']), {
        what: `It is page ${data.value.order} of the guide, as ${taken} is.`,
        write: 'Give each page a number of its own.',
      })
    if (data) places.set(data.value.order, name)
    checkLinks(mistakes, { file, path: '', folder, root: parseMarkdown(text) }, addresses)
  }
}
