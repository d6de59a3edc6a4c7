/** Whether what `course.yaml` names is there, and can be read. */
import { stepName } from '../steps.ts'
import { contrast, LEAST_CONTRAST } from './contrast.ts'
import { BEGINNING, type Wrong } from './mistake.ts'
import { offer } from './near.ts'
import type { LessonFound, PartFound } from './read-files.ts'
import type { Reading } from './reading.ts'
import type { Settings } from './settings.ts'

/** The grounds that an accent is read on, of src/site/styles/tokens.css. */
const GROUNDS = { light: '#f8f9f4', dark: '#0e1412' } as const

/** Tells of each name that leads nowhere, and of an accent that cannot be read. */
export function checkSettings(
  { mistakes }: Reading,
  { value, data }: Settings,
  { parts, hidden }: { readonly parts: readonly PartFound[]; readonly hidden: readonly string[] },
): void {
  if (!data) return
  const tell = (path: readonly PropertyKey[], wrong: Wrong) =>
    mistakes.add(data.file, 'wrong', data.yaml.placeOf(path) ?? BEGINNING, wrong)
  const lessons = parts.flatMap((part) => part.lessons)

  for (const [index, name] of value.hidden.entries())
    if (!hidden.includes(name))
      tell(['hidden', index], {
        what: `No lesson has the id "${name}".`,
        write: offer(name, lessons.flatMap(idOf)),
      })
  for (const key of ['opens', 'answers'] as const)
    for (const name of Object.keys(value[key]))
      if (!hidden.includes(name) && !lessons.some(({ id }) => id === name))
        tell([key, name], {
          what: `No lesson has the id "${name}".`,
          write: offer(name, lessons.flatMap(idOf)),
        })
  const demos = lessons.flatMap((lesson) => lesson.demos?.value ?? []).map(({ id }) => id)
  if (
    value.lead_demo !== null &&
    !demos.includes(value.lead_demo) &&
    lessons.every(({ demos: own }) => own)
  )
    tell(['lead_demo'], {
      what: `No lesson that is shown has the demo "${value.lead_demo}".`,
      write: `${offer(value.lead_demo, demos)} Or leave lead_demo out: then it is the first of the course.`,
    })
  const steps = lessons.flatMap(({ demos: own }) =>
    (own?.value ?? []).flatMap((demo) =>
      demo.steps.map((_, index) => stepName(demo.id, index + 1)),
    ),
  )
  for (const [index, play] of value.hero.plays.entries())
    if (!steps.includes(play) && lessons.every(({ demos: own }) => own))
      tell(['hero', 'plays', index], {
        what: `No lesson that is shown has the step "${play}".`,
        write: offer(play, steps),
      })
  for (const scheme of ['light', 'dark'] as const) {
    const accent = value.theme.accent?.[scheme]
    const reached = accent === undefined ? LEAST_CONTRAST : contrast(accent, GROUNDS[scheme])
    if (reached < LEAST_CONTRAST)
      tell(['theme', 'accent', scheme], {
        what: `${accent} on ${GROUNDS[scheme]} has a contrast of ${reached.toFixed(1)}, and words need ${LEAST_CONTRAST}.`,
        write: scheme === 'light' ? 'Choose a darker one.' : 'Choose a lighter one.',
      })
  }
}

const idOf = ({ id }: LessonFound) => (id === null ? [] : [id])
