/** Mistakes that no file has alone: two that are alike where they must differ, a name that leads nowhere. */
import {
  START_STATES,
  type PartFolder,
  type Problems,
  type StartStateInFile,
} from './course-files.ts'
import { NOBODY } from './facts.ts'
import { hrefOf, pathOf } from './make-course.ts'

/** What must be different is. */
export function refuseDoubles(folders: readonly PartFolder[], problems: Problems): void {
  const lessons = folders.flatMap((part) =>
    part.lessons.map((lesson) => ({ ...lesson, path: pathOf(part, lesson) })),
  )
  const demos = lessons.flatMap(({ demosFile: file, demos }) =>
    demos.map(({ id }) => ({ file, id })),
  )
  tellDoubles(folders, ({ slug }) => `the address /lessons/${slug}`, problems)
  tellDoubles(folders, ({ number }) => `the number ${number}`, problems)
  tellDoubles(lessons, ({ lesson }) => `the id "${lesson.id}"`, problems)
  tellDoubles(lessons, ({ path }) => `the address ${hrefOf(path)}`, problems)
  tellDoubles(demos, ({ id }) => `the demo id "${id}"`, problems)
  for (const { file, number, part, lessons } of folders) {
    const planned = part.planned.map((lesson) => ({ file, number: lesson.number }))
    const numbered = [...lessons, ...planned]
    tellDoubles(numbered, (lesson) => `the number ${number}.${lesson.number}`, problems)
  }
}

/** What a lesson or a demo begins with is there. */
export function refuseMissingStartStates(
  folders: readonly PartFolder[],
  startStates: readonly StartStateInFile[],
  problems: Problems,
): void {
  // An empty sandbox is there without a file.
  const names = new Set([NOBODY, ...startStates.map(({ startState }) => startState.name)])
  for (const { file, lesson, demosFile, demos } of folders.flatMap(({ lessons }) => lessons)) {
    if (lesson.start !== null && !names.has(lesson.start))
      problems.add(file, `begins with the seed "${lesson.start}", which is not in ${START_STATES}.`)
    for (const { id, start } of demos) {
      const { seed } = start
      if (names.has(seed)) continue
      problems.add(
        demosFile,
        `has the demo "${id}" with the seed "${seed}", which is not in ${START_STATES}.`,
      )
    }
  }
}

function tellDoubles<Item extends { readonly file: string }>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  problems: Problems,
): void {
  for (const [name, alike] of Map.groupBy(items, nameOf)) {
    const [first, ...others] = alike
    for (const { file } of others) {
      problems.add(file, `has ${name}, which ${first?.file} has already.`)
    }
  }
}
