/** What `course.yaml` says, and whether what it names is there. */
import { schemas } from '../schema.ts'
import { USUAL_COURSE, type CourseFile } from '../schema/course.ts'
import { contrast, LEAST_CONTRAST } from './contrast.ts'
import { BEGINNING, type Wrong } from './mistake.ts'
import { offer } from './near.ts'
import {
  parseData,
  type Data,
  type LessonFound,
  type PartFound,
  type Reading,
} from './read-files.ts'

/** The grounds that an accent is read on, of src/site/styles/tokens.css. */
const GROUNDS = { light: '#f8f9f4', dark: '#0e1412' } as const

/** What is said of the whole course, and where; `data` is `null` where nothing is said, or nothing that can be read. */
export interface Settings {
  readonly value: CourseFile
  readonly data: Data<CourseFile> | null
}

/** Reads it. A course without that file is as the house would have it. */
export function readSettings(reading: Reading): Settings {
  const file = `${reading.content}/course.yaml`
  const text = reading.files.text(file)
  const data = text === null ? null : parseData(reading, file, text, schemas.course)
  return { value: data?.value ?? USUAL_COURSE, data }
}

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
  const demos = lessons.flatMap((lesson) => lesson.demos?.value ?? []).map(({ id }) => id)
  if (
    value.lead_demo !== null &&
    !demos.includes(value.lead_demo) &&
    lessons.every(({ demos: own }) => own)
  )
    tell(['lead_demo'], {
      what: `No lesson has the demo "${value.lead_demo}".`,
      write: offer(value.lead_demo, demos),
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
