/** `node src/tasks/record/main.ts record` or `check`, with the lessons that are meant. */
import { fileURLToPath } from 'node:url'
import { contentFolder } from '#course/content-folder.mjs'
import { counted } from '#lib/counted.ts'
import { CourseReader, type LessonInFolder } from '#course/course-reader.ts'
import { mistakeInWords, type Mistake } from '#course/reading/mistake.ts'
import { offer } from '#course/reading/near.ts'
import { findDevServer, hasRead } from '../dev-server.mjs'
import { Phases } from '../phases.mjs'
import { buildIfNeeded } from '../site-build.mjs'
import { checkLessons, recordLessons, type TellProgress } from './lessons.ts'
import { withRecordingServer } from './recording-server.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const [command, ...names] = process.argv.slice(2)
const course = new CourseReader(root, contentFolder(root))

async function record(
  paths: readonly string[],
  isMeant: (one: LessonInFolder) => boolean,
): Promise<void> {
  refuse(mistakesOf(paths).filter(({ kind }) => kind === 'broken'))
  const folders = course.listLessonFolders().filter(isMeant)
  const { changed, mistakes } = await play(folders, (origin, progress) =>
    recordLessons(course.files, folders, origin, progress),
  )
  console.log(changed.length > 0 ? `Recorded: ${changed.join(', ')}` : 'Nothing has changed.')
  for (const path of changed) course.forget(path)
  // A fresh recording may have lost what a text quotes, or never meet a check.
  refuse([...mistakesOf(paths), ...mistakes])
}

async function check(
  paths: readonly string[],
  isMeant: (one: LessonInFolder) => boolean,
): Promise<void> {
  refuse(mistakesOf(paths))
  const folders = course.listLessonFolders().filter(isMeant)
  refuse(
    await play(folders, (origin, progress) =>
      checkLessons(course.files, folders, origin, progress),
    ),
  )
  console.log(
    paths.length === 0
      ? 'Every demo does what its recording says.'
      : `${paths.join(', ')}: no mistake, and every demo does what its recording says.`,
  )
}

/** A lesson by its path, its id or its folder. */
function pathOf(name: string): string {
  const { lessons, stopped } = course.read()
  const bare = name.replace(/^\/?lessons\/|\/(?:index\.mdx)?$/g, '')
  const found = lessons.find(
    ({ path, folder, lesson }) =>
      path === bare || lesson.id === bare || folder === bare || folder.endsWith(`/lessons/${bare}`),
  )
  if (found) return found.path
  if (stopped.has(bare)) return bare
  const known = [...lessons.map(({ path }) => path), ...stopped.keys()]
  const byName = known.map((path) => path.replace(/^.*\//, ''))
  throw new Error(
    `There is no lesson "${name}". ${offer(bare, bare.includes('/') ? known : byName)}`,
  )
}

const mistakesOf = (paths: readonly string[]): readonly Mistake[] =>
  paths.length === 0 ? course.mistakesOf() : paths.flatMap((path) => course.mistakesOf(path))

/** Ends the task with every mistake, each once. */
function refuse(mistakes: readonly Mistake[]): void {
  const told = [...new Map(mistakes.map((one) => [placed(one), mistakeInWords(one)])).values()]
  if (told.length === 0) return
  throw new Error(
    `${counted(told.length, 'mistake')}:\n${told.map((one) => `  ${one}`).join('\n')}`,
  )
}

/** What a reading and a run both find stands at one place. */
const placed = ({ file, line, column }: Mistake) => `${file}:${line}:${column}`

/** On the server of `npm run dev`, where it runs and single lessons are meant; else on one that is built. */
async function play<Value>(
  folders: readonly LessonInFolder[],
  use: (origin: string, progress: TellProgress) => Promise<Value>,
): Promise<Value> {
  const phases = new Phases('demos')
  const run = (origin: string): Promise<Value> =>
    phases.run('demos', { usual: folders.length * 7 }, ({ progress }) => use(origin, progress))
  const running = names.length > 0 ? await findDevServer(root) : null
  if (running !== null && (await knows(running, folders))) return run(running)
  process.env['GLASSHOUSE_BUILD_TO_RECORD'] = 'yes'
  if ((await buildIfNeeded(new Phases('lessons-build'))) !== 0)
    throw new Error('The site could not be built; the lines above say why.')
  return withRecordingServer(root, run)
}

async function knows(origin: string, folders: readonly LessonInFolder[]): Promise<boolean> {
  for (const { lesson } of folders) if (!(await hasRead(origin, lesson))) return false
  return true
}

try {
  const paths = names.map(pathOf)
  const isMeant = ({ lesson }: LessonInFolder) => paths.length === 0 || paths.includes(lesson.path)
  await (command === 'record' ? record : check)(paths, isMeant)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
