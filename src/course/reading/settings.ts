/** What `course.yaml` says. */
import { schemas } from '../schema.ts'
import { USUAL_COURSE, type CourseFile } from '../schema/course.ts'
import { parseData, type Data, type Reading } from './reading.ts'

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
