/** Lessons by the hundred, for two ways of building them: the same text, and one with demos. */
import { readFileSync } from 'node:fs'

/** What a lesson's folder holds: names and texts. */
export type Files = Readonly<Record<string, string>>

/** More would need three digits in front of their names. */
export const IN_A_PART = 90

const TEXT = readFileSync(new URL('lesson.md', import.meta.url), 'utf8')
const SUMMARY = 'Two layers keep one name from being taken twice.'

/** A page of Starlight. `more` stands at its end. */
export function starlightPage(number: number, more = ''): string {
  return `---\ntitle: Lesson ${number}\ndescription: ${SUMMARY}\n---\n\n${TEXT}${more}`
}

/** The same text as a lesson of this project. */
export function plainLesson(number: number, more = ''): Files {
  const matter = [
    ...[`id: lesson-${number}`, `title: Lesson ${number}`, `summary: ${SUMMARY}`],
    ...['published: 2026-11-23', 'minutes: 3', 'tags: [constraints]', 'shows: [constraint]'],
  ]
  return { 'index.mdx': `---\n${matter.join('\n')}\n---\n\n${TEXT}${more}` }
}

/** A lesson as it was written, under another name: all ids in it are its own. */
export function copiedLesson(original: Files, number: number, more = ''): Files {
  const id = /^id: (?<id>.*)$/m.exec(original['index.mdx'] ?? '')?.groups?.['id'] ?? ''
  const demos = [...(original['demos.yaml'] ?? '').matchAll(/^- id: (?<id>.*)$/gm)]
  const names = [id, ...demos.map(({ groups }) => groups?.['id'] ?? '')]
  const renamed = (text: string) =>
    names.reduce((all, name) => all.replaceAll(wholeName(name), `${name}-n${number}`), text)
  const files = Object.entries(original).map(([name, text]) => [name, renamed(text)] as const)
  const { 'index.mdx': index = '', ...rest } = Object.fromEntries(files)
  return {
    ...rest,
    'index.mdx': index.replace(/^title: .*$/m, `title: Lesson ${number}`) + more,
  }
}

/** A name with nothing of a name around it: `bo-goes` is none in `bo-goes-down`. */
const wholeName = (name: string) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'g')

/** The folder of a lesson, below `lessons`: `11-many-1/07-lesson-7`. */
export function folderOf(number: number, name = `lesson-${number}`): string {
  const part = Math.floor((number - 1) / IN_A_PART) + 1
  const place = String(((number - 1) % IN_A_PART) + 1).padStart(2, '0')
  return `${10 + part}-many-${part}/${place}-${name}`
}
