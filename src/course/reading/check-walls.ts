/** What a wall and a lesson say of each other, and a wall of its start state. */
import { NOBODY } from '../facts.ts'
import type { StartState } from '../schema/start-state.ts'
import type { WallFile } from '../schema/wall.ts'
import { BEGINNING } from './mistake.ts'
import { offer } from './near.ts'
import type { LessonFound, Named } from './read-files.ts'
import type { Reading } from './reading.ts'

interface Walls {
  readonly walls: readonly Named<WallFile>[]
  readonly seeds: readonly Named<StartState>[]
}

/** The start of a wall is there, with those whose links and tokens it takes; and so is the wall that a step sends. */
export function checkWalls(
  { mistakes, content }: Reading,
  lessons: readonly LessonFound[],
  { walls, seeds }: Walls,
): void {
  const names = [...new Set([NOBODY, ...seeds.map(({ name }) => name)])]
  for (const { file, data } of walls) {
    if (!data) continue
    const { start, inputs } = data.value
    const place = (path: readonly PropertyKey[]) => data.yaml.placeOf(path) ?? BEGINNING
    if (!names.includes(start))
      mistakes.add(file, 'broken', place(['start']), {
        what: `The wall begins with the seed "${start}", which is no file of ${content}/seeds.`,
        write: offer(start, names),
      })
    // A start state with a mistake of its own is told there.
    const state = seeds.find(({ name }) => name === start)?.data?.value
    const known = state ? belongingTo(state) : NOBODYS
    if (!state && start !== NOBODY) continue
    for (const [index, input] of inputs.entries())
      for (const key of ['link', 'program'] as const) {
        const email = input[key]
        if (email === null || known[key].includes(email)) continue
        mistakes.add(file, 'wrong', place(['inputs', index, key]), {
          what: `Input ${input.name}: ${WHO[key]} of the seed "${start}" has the address ${email}.`,
          write: offer(email, known[key]),
        })
      }
  }

  const known = walls.map(({ name }) => name)
  for (const { demos, demosFile } of lessons)
    for (const [index, { id, steps }] of (demos?.value ?? []).entries())
      for (const [n, step] of steps.entries())
        if (step.does === 'wall' && !known.includes(step.of))
          mistakes.add(
            demosFile,
            'wrong',
            demos?.yaml.placeOf([index, 'steps', n, 'of']) ?? BEGINNING,
            {
              what: `Demo ${id}, step ${n + 1}: there is no wall ${content}/labs/${step.of}.yaml.`,
              write: offer(step.of, known),
            },
          )
}

type Belonging = Readonly<Record<'link' | 'program', readonly string[]>>

const NOBODYS: Belonging = { link: [], program: [] }
const WHO = { link: 'no mail', program: 'nobody' } as const

/** To whom links were mailed, and who may have a token for programs. */
function belongingTo({ users, tokens }: StartState): Belonging {
  const emails = users.map(({ email }) => email)
  const asked = tokens.flatMap((token) => (token.kind === 'email-change' ? [token.new_email] : []))
  const confirmed = users.filter((user) => user.confirmed).map(({ email }) => email)
  return { link: [...emails, ...asked], program: confirmed }
}
