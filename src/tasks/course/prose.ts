/** `node src/tasks/course/prose.ts`: how each lesson reads. Ends with 1 where something is wrong. */
import { fileURLToPath } from 'node:url'
import { contentFolder } from '#course/content-folder.mjs'
import { CourseReader } from '#course/course-reader.ts'
import { mistakeInWords } from '#course/reading/mistake.ts'
import { proseOf, toLookAt } from '#course/reading/prose.ts'
import { counted } from '#lib/counted.ts'
import { bin, runNode } from '../run.mjs'
import { unfoundedIn } from './facts.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const course = new CourseReader(root, contentFolder(root))
const HEAD = ['', 'words', 'sentence', 'longest', 'ease', 'presses', 'listings', 'minutes']

const row = ([first = '', ...cells]: readonly (string | number)[]) =>
  `${String(first).padEnd(44)}${cells.map((cell) => String(cell).padStart(9)).join('')}`

console.log(row(HEAD))
for (const { file, lesson } of course.listLessonFolders()) {
  const prose = proseOf(course.files.text(file) ?? '')
  const { words, usual, longest, ease, presses, listings } = prose
  const { number, title, minutes, introduces } = lesson
  console.log(row([`${number} ${title}`, words, usual, longest, ease, presses, listings, minutes]))
  const again = toLookAt({ ...prose, minutes, introduces: introduces.length })
  if (again.length > 0) console.log(`    Look again at ${again.join(', ')}.`)
}

const wrong = [
  ...course.mistakesOf().map(mistakeInWords),
  ...unfoundedIn(course).map(
    ({ file, line, text }) =>
      `${file}:${line} “${text}” is in no source and no recording. Write it into facts.yaml, with where you have read it.`,
  ),
]
console.log('')
for (const line of wrong) console.log(line)
const spelling: unknown = await runNode([
  ...[bin('cspell'), 'lint', '--config=test/cspell.yaml', '--no-progress', '--no-summary'],
  `${course.content}/**/*.{mdx,md,yaml}`,
])
const isFine = wrong.length === 0 && spelling === 0
console.log(
  isFine
    ? 'Nothing is wrong.'
    : `${counted(wrong.length, 'mistake')}${spelling === 0 ? '' : ', and words that nobody knows'}.`,
)
process.exitCode = isFine ? 0 : 1
