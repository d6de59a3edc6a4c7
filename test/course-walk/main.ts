/** `node test/course-walk/main.ts`: walks the lessons that are named, or all. */
import { mkdirSync, rmSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { CourseReader } from '#course/course-reader.ts'
import { offer } from '#course/reading/near.ts'
import { proseOf } from '#course/reading/prose.ts'
import { startBuiltServer } from '../../src/tasks/record/built-server.ts'
import { Reader } from '../support/browser-reader.ts'
import { launchBrowser } from '../support/browser.ts'
import { REAL_COURSE } from '../support/courses.mjs'
import { courseOnDisk, exercisesOf } from '../support/exercises-on-disk.ts'
import { FORMS } from './forms.ts'
import { closingLines, failureLines, lineOf, type Walked } from './lines.ts'
import { keepPictureOf, PICTURES } from './pictures.ts'
import { Verdicts } from './verdicts.ts'
import { walkLesson, type WalkedLesson } from './walk-lesson.ts'

const root = process.cwd()
const course = new CourseReader(root, REAL_COURSE)
const names = process.argv.slice(2)
const LONGEST = 60_000

/** Those that anybody may open, with what lies in their folders. One that has a mistake cannot be shown: it is told, never left out. */
function lessonsCalled(): readonly WalkedLesson[] {
  course.refuseMistakes()
  const exercises = exercisesOf(courseOnDisk(REAL_COURSE))
  const all = course
    .listLessonFolders()
    .filter(({ lesson }) => lesson.opens === null)
    .map((folder) => ({
      ...folder,
      exercises: exercises.filter(({ lesson }) => lesson === folder.lesson.path),
    }))
  const isMeant = ({ lesson }: WalkedLesson, name: string) =>
    lesson.path === name || lesson.id === name
  for (const name of names)
    if (!all.some((one) => isMeant(one, name)))
      throw new Error(
        `There is no lesson "${name}". ${offer(
          name,
          all.map(({ lesson }) => lesson.path),
        )}`,
      )
  return names.length === 0 ? all : all.filter((one) => names.some((name) => isMeant(one, name)))
}

/** One reader for each form, who goes through all lessons: a new one costs a second. */
async function walkAll(browser: Browser, origin: string): Promise<readonly Walked[]> {
  const readers = await Promise.all(
    FORMS.map((form) => Reader.sitDown(browser, { baseURL: origin, ...form.options })),
  )
  // It ends what hangs, and is no verdict on what is slow.
  for (const { context } of readers) context.setDefaultTimeout(LONGEST)
  const all: Walked[] = []
  for (const folder of lessonsCalled()) {
    const walked = await walkIn(folder, readers)
    all.push(walked)
    console.log(lineOf(walked))
    for (const line of walked.failures.flatMap(failureLines)) console.log(line)
  }
  return all
}

async function walkIn(folder: WalkedLesson, readers: readonly Reader[]): Promise<Walked> {
  const { lesson, file } = folder
  const walks = await Promise.all(
    FORMS.map(async (form, index) => {
      const reader = readers[index]!
      const verdicts = new Verdicts(
        { lesson: lesson.path, form: form.name },
        keepPictureOf(reader.page, lesson.path, form.name),
      )
      return { verdicts, done: await walkLesson({ reader, folder, form, verdicts }) }
    }),
  )
  const verdicts = walks.map((walk) => walk.verdicts)
  return {
    lesson,
    // What is done is counted once: the other forms do it again.
    met: { ...walks[0]!.done, words: proseOf(course.files.text(file) ?? '').words },
    passed: verdicts.reduce((sum, { passed }) => sum + passed, 0),
    failures: verdicts.flatMap(({ failures }) => failures),
    leftOut: verdicts.flatMap(({ leftOut }) => leftOut),
  }
}

rmSync(PICTURES, { recursive: true, force: true })
mkdirSync(PICTURES, { recursive: true })
const server = await startBuiltServer({ root, env: { GLASSHOUSE_LIMITS: 'off' } })
const browser = await launchBrowser()
try {
  const all = await walkAll(browser, server.origin)
  console.log(closingLines(all).join('\n'))
  process.exitCode = all.some(({ failures }) => failures.length > 0) ? 1 : 0
} finally {
  await browser.close()
  await server.stop()
}
