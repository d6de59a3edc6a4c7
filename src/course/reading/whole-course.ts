/** Mistakes that no file has alone: two that are alike where they must differ, a name that leads nowhere. */
import { NOBODY } from '../facts.ts'
import { hrefOf } from '../make-course.ts'
import { BEGINNING, type MistakeKind, type Place } from './mistake.ts'
import { nearest, offer } from './near.ts'
import type { LessonFound, Named, PartFound, Reading } from './read-files.ts'
import type { StartState } from '../schema/start-state.ts'

interface InFile {
  readonly file: string
  readonly place: Place
}

/** What must be different is. */
export function refuseDoubles(reading: Reading, parts: readonly PartFound[]): void {
  const lessons = parts.flatMap((part) => part.lessons)
  const ids = lessons.flatMap(({ file, lesson }) =>
    lesson ? [{ file, place: lesson.yaml.placeOf(['id']), id: lesson.value.id }] : [],
  )
  const demos = lessons.flatMap(({ demosFile: file, demos }) =>
    (demos?.value ?? []).map(({ id }, index) => ({
      file,
      id,
      place: demos?.yaml.placeOf([index, 'id']) ?? BEGINNING,
    })),
  )
  const exercises = lessons.flatMap((lesson) =>
    lesson.exercises.flatMap(({ file, data }) =>
      data ? [{ file, place: data.yaml.placeOf(['id']), id: data.value.id }] : [],
    ),
  )
  const transcripts = lessons.flatMap(({ folder, transcripts: own }) =>
    (own?.value ?? []).map(({ id }, index) => ({
      file: `${folder}/transcripts.yaml`,
      id,
      place: own?.yaml.placeOf([index, 'id']) ?? BEGINNING,
    })),
  )
  const folders = parts.map((part) => ({ ...part, place: BEGINNING }))
  const texts = lessons.map((lesson) => ({ ...lesson, place: BEGINNING }))
  tellDoubles(
    reading,
    ids,
    ({ id }) => `the id "${id}"`,
    'Write another id: progress is kept by it.',
  )
  tellDoubles(reading, demos, ({ id }) => `the demo id "${id}"`, 'Write another id.')
  tellDoubles(
    reading,
    exercises,
    ({ id }) => `the id "${id}" of an exercise`,
    'Write another id: progress and what readers wrote are kept by it.',
  )
  tellDoubles(
    reading,
    transcripts,
    ({ id }) => `the id "${id}" of a transcript`,
    'Write another id.',
  )
  tellDoubles(reading, folders, ({ slug }) => `the address /lessons/${slug}`, ANOTHER_NAME)
  tellDoubles(reading, texts, ({ path }) => `the address ${hrefOf(path)}`, ANOTHER_NAME)
  tellDoubles(reading, folders, ({ number }) => `the number ${number}`, ANOTHER_NUMBER, 'wrong')
  for (const { file, number, part, lessons: own } of parts) {
    const planned = (part?.value.planned ?? []).map((lesson, index) => ({
      file,
      place: part?.yaml.placeOf(['planned', index, 'number']) ?? BEGINNING,
      number: lesson.number,
    }))
    const written = own.map((lesson) => ({ ...lesson, place: BEGINNING }))
    tellDoubles(
      reading,
      [...written, ...planned],
      (lesson) => `the number ${number}.${lesson.number}`,
      'Give one of the two another number, or take the planned one out once it is written.',
      'wrong',
    )
  }
}

const ANOTHER_NAME = 'Give one of the two folders another name.'
const ANOTHER_NUMBER = 'Give one of the two folders another number.'

function tellDoubles<Item extends InFile>(
  { mistakes }: Reading,
  items: readonly Item[],
  nameOf: (item: Item) => string,
  write: string,
  kind: MistakeKind = 'broken',
): void {
  for (const [name, alike] of Map.groupBy(items, nameOf)) {
    const [first, ...others] = alike
    for (const { file, place } of others)
      mistakes.add(file, kind, place, {
        what: `It has ${name}, which ${first?.file} has already.`,
        write,
      })
  }
}

/** What a lesson or a demo begins with is there, and knows who acts. */
export function refuseMissingStartStates(
  reading: Reading,
  lessons: readonly LessonFound[],
  seeds: readonly Named<StartState>[],
): void {
  const { mistakes, content } = reading
  // An empty sandbox is there without a file; one with a mistake of its own is told there.
  const names = [...new Set([NOBODY, ...seeds.map(({ name }) => name)])]
  const missing = (seed: string, who: string) => ({
    what: `${who} begins with the seed "${seed}", which is no file of ${content}/seeds.`,
    write: offer(seed, names),
  })
  for (const { file, lesson, demosFile, demos, folder, transcripts } of lessons) {
    for (const [index, { id, start: own }] of (transcripts?.value ?? []).entries())
      if (own && !names.includes(own.seed))
        mistakes.add(
          `${folder}/transcripts.yaml`,
          'broken',
          transcripts?.yaml.placeOf([index, 'start', 'seed']) ?? BEGINNING,
          missing(own.seed, `Transcript ${id}`),
        )
    const start = lesson?.value.start ?? null
    if (lesson && start !== null && !names.includes(start))
      mistakes.add(file, 'broken', lesson.yaml.placeOf(['start']), missing(start, 'The lesson'))
    for (const [index, demo] of (demos?.value ?? []).entries()) {
      const { seed } = demo.start
      const at = (path: readonly PropertyKey[]) =>
        demos?.yaml.placeOf([index, ...path]) ?? BEGINNING
      if (!names.includes(seed))
        mistakes.add(demosFile, 'broken', at(['start', 'seed']), missing(seed, `Demo ${demo.id}`))
      const state = seeds.find(({ name }) => name === seed)?.data?.value
      for (const [n, person] of demo.people.entries()) {
        const meant = state ? personaMeant(person, state) : null
        if (meant !== null)
          mistakes.add(demosFile, 'wrong', at(['people', n]), {
            what: `Demo ${demo.id}: nobody of the seed "${seed}" is called ${person}.`,
            write: `Did you mean ${meant}? It logs in ${Object.keys(state!.logged_in).join(', ') || 'nobody'}.`,
          })
      }
    }
  }
}

/** Who is nearly called so in a start state that has nobody of that name. Whoever it leaves out may come by themselves. */
function personaMeant(person: string, { users, logged_in: loggedIn }: StartState): string | null {
  const names = [...Object.keys(loggedIn), ...users.map(({ email }) => email.replace(/@.*/, ''))]
  const least = 3
  return names.includes(person) || person.length < least ? null : nearest(person, names)
}
