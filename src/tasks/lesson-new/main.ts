/** `npm run lesson:new -- PART/LESSON --title "…"`: writes a lesson that passes at once, and records it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { contentFolder } from '#course/content-folder.mjs'
import { CourseReader } from '#course/course-reader.ts'
import { placeFor, recallFor } from './place-for.ts'
import { filesOf } from './template.ts'
import { NAME_IT_FIRST } from './exit-codes.mjs'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const USAGE = 'Say where it goes: npm run lesson:new -- scopes/a-new-lesson --title "A new lesson"'

try {
  const { path, title } = await askedFor(process.argv.slice(2))
  const course = new CourseReader(root, contentFolder(root))
  const { folder, order } = placeFor(course, path)
  const { startStates, tags } = course.read().course
  const seed = startStates.find(({ users }) => users.length === 0) ?? startStates[0]
  if (!seed) throw new Error(`${course.content}/seeds has no start state: write one first.`)
  const files = filesOf({
    id: path.split('/')[1] ?? path,
    title,
    published: new Date().toISOString().slice(0, 10),
    seed: seed.name,
    tags: tags.length > 0 ? tags.slice(0, 2).map(({ name }) => name) : ['first-steps'],
    recall: recallFor(course.read().course, path),
  })
  mkdirSync(join(root, folder), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, folder, name), text)
  console.log(`Written: ${folder}/{${Object.keys(files).join(',')}}`)
  if (order !== null) {
    console.log(`${order}. Then record it: npm run lessons:record -- ${path}`)
    process.exitCode = NAME_IT_FIRST
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** What flags do not say is asked, where somebody sits at the terminal. */
async function askedFor(args: readonly string[]): Promise<{ path: string; title: string }> {
  const at = args.indexOf('--title')
  const flags = { title: at === -1 ? '' : (args[at + 1] ?? '') }
  const given = args.find((arg, index) => !arg.startsWith('--') && index !== at + 1) ?? ''
  if (!process.stdin.isTTY) {
    if (given === '') throw new Error(USAGE)
    return { path: given, title: flags.title || inWords(given) }
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const path = given || (await terminal.question('Where does it go? PART/LESSON: '))
    const title = flags.title || (await terminal.question(`Its title? [${inWords(path)}] `))
    return { path, title: title || inWords(path) }
  } finally {
    terminal.close()
  }
}

const inWords = (path: string): string => {
  const words = (path.split('/')[1] ?? path).replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
