/**
 * Any lesson may be taken out: its folder, and what `course.yaml` says of it.
 * Nothing else has to change. With `npm run test:course` the site is built
 * without one of them, too.
 */
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { CourseReader } from '#course/course-reader.ts'
import { mistakeInWords } from '#course/reading/mistake.ts'
import { bin, runNode } from '../../src/tasks/run.mjs'
import { CONTENT, theCourse } from '../support/the-course.ts'
import { outsideVitest } from '../support/outside-vitest.ts'
import { IS_WHOLE } from '../support/whole-course.ts'

const lessons = theCourse()
  .listLessonFolders()
  .map(({ lesson, folder, demos }) => ({ ...lesson, folder, demos: demos.map(({ id }) => id) }))

type Lesson = (typeof lessons)[number]

/** What `course.yaml` says, without what it says of a lesson. */
function settingsWithout({ id, folder, demos }: Lesson, settings: Record<string, unknown>) {
  const slug = (name: string) => name.replace(/^\d{2}-/, '')
  const [part = '', own = ''] = folder.split('/').slice(-2).map(slug)
  const {
    order,
    hidden,
    opens,
    answers,
    lead_demo: lead,
    hero,
    ...rest
  } = settings as {
    order?: { part: string; lessons: string[] }[]
    hidden?: string[]
    opens?: Record<string, string>
    answers?: Record<string, string>
    lead_demo?: string
    hero?: { plays?: string[] }
  }
  const others = (days: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(days).filter(([lesson]) => lesson !== id))
  return {
    ...rest,
    ...(order && {
      order: order.map((each) =>
        slug(each.part) === part
          ? { ...each, lessons: each.lessons.filter((lesson) => slug(lesson) !== own) }
          : each,
      ),
    }),
    hidden: (hidden ?? []).filter((lesson) => lesson !== id),
    ...{ opens: others(opens), answers: others(answers) },
    ...(hero && {
      hero: {
        ...hero,
        plays: (hero.plays ?? []).filter(
          (play) => !demos.some((demo) => play.startsWith(`${demo}.`)),
        ),
      },
    }),
    ...(lead !== undefined && !demos.includes(lead) && { lead_demo: lead }),
  }
}

/** The course without a lesson, in a folder of its own that is gone after the test. */
function courseWithout(lesson: Lesson): string {
  const folder = `var/without-a-lesson-${process.pid}`
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync('var', { recursive: true })
  const settings = `${CONTENT}/course.yaml`
  const here = (text: string) => text.replaceAll(`${CONTENT}/lessons/`, `${folder}/lessons/`)
  cpSync(CONTENT, folder, {
    recursive: true,
    filter: (path) => !path.replaceAll('\\', '/').endsWith(lesson.folder),
  })
  if (existsSync(settings)) {
    const said = (parse(readFileSync(settings, 'utf8')) ?? {}) as Record<string, unknown>
    writeFileSync(`${folder}/course.yaml`, stringify(settingsWithout(lesson, said)))
  }
  // Listings and recordings name the lessons’ own files from the folder of package.json.
  for (const file of globSync(`${folder}/lessons/*/*/{index.mdx,recordings.json}`))
    writeFileSync(file, here(readFileSync(file, 'utf8')))
  return folder
}

test.for(lessons)('without $path the course has no mistake', (lesson) => {
  const { course, mistakes } = new CourseReader(process.cwd(), courseWithout(lesson)).read()

  expect(mistakes.map(mistakeInWords)).toEqual([])
  expect(course.lessons.map(({ path }) => path)).not.toContain(lesson.path)
})

test.runIf(IS_WHOLE)(
  'without its first lesson the site is built',
  async () => {
    const [first] = lessons
    const content = courseWithout(first!)
    const out = `${content}-site`
    onTestFinished(() => rmSync(out, { recursive: true, force: true }))

    const code: unknown = await runNode([bin('astro'), 'build', '--outDir', out], {
      env: outsideVitest(content),
      onOutput: () => undefined,
    })

    expect(code).toBe(0)
    expect(existsSync(`${out}/client/lessons/${first!.path}.html`)).toBe(false)
    expect(existsSync(`${out}/client/lessons/${lessons[1]!.path}.html`)).toBe(true)
  },
  600_000,
)
