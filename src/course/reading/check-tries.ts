/** Whether what there is to try names lessons and start states that are there. */
import { NOBODY } from '../facts.ts'
import type { StartState } from '../schema/start-state.ts'
import type { TriesFile } from '../schema/tries.ts'
import { BEGINNING, type Wrong } from './mistake.ts'
import { nearest, offer } from './near.ts'
import type { Data, LessonFound, Named } from './read-files.ts'
import type { Reading } from './reading.ts'

interface Tries {
  readonly tries: Data<TriesFile> | null
  readonly seeds: readonly Named<StartState>[]
}

/**
 * Tells of each start state that is not there, of an id that is there twice, and of a lesson that
 * is nearly called so. One that is called nothing like it was taken out, and need not change the list.
 */
export function checkTries(
  { mistakes, content }: Reading,
  lessons: readonly LessonFound[],
  { tries, seeds }: Tries,
): void {
  if (!tries) return
  const tell = (path: readonly PropertyKey[], wrong: Wrong) =>
    mistakes.add(tries.file, 'wrong', tries.yaml.placeOf(path) ?? BEGINNING, wrong)
  const known = lessons.flatMap(({ id }) => (id === null ? [] : [id]))
  const names = [...new Set([NOBODY, ...seeds.map(({ name }) => name)])]
  const ids = new Set<string>()

  for (const [index, { start, tries: own }] of tries.value.entries()) {
    if (start !== null && !names.includes(start))
      tell([index, 'start'], {
        what: `The group begins with the seed "${start}", which is no file of ${content}/seeds.`,
        write: offer(start, names),
      })
    for (const [n, { id, lesson }] of own.entries()) {
      if (ids.has(id))
        tell([index, 'tries', n, 'id'], {
          what: `Another one has the id "${id}" already.`,
          write: 'Write another id: what a reader has seen is kept by it.',
        })
      ids.add(id)
      const meant = known.includes(lesson) ? null : nearest(lesson, known)
      if (meant !== null)
        tell([index, 'tries', n, 'lesson'], {
          what: `No lesson has the id "${lesson}".`,
          write: `Did you mean ${meant}?`,
        })
    }
  }
}
