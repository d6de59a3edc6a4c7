/** The course that tests read: their own, or in the project `content` the one that readers get. */
import { CourseReader } from '#course/course-reader.ts'
import { TEST_COURSE } from './courses.mjs'

/** Its folder, from that of package.json. */
export const CONTENT = process.env['CONTENT_DIR'] || TEST_COURSE

export const theCourse = (): CourseReader => new CourseReader(process.cwd(), CONTENT)
