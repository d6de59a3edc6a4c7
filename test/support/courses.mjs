/**
 * Two courses are tested. The software is, with one of its own: whatever stands
 * in `content/` may change, or go. And `content/` itself is, or what `CONTENT_DIR`
 * names: there every lesson is found, and none is named.
 */
import { contentFolder } from '../../src/course/content-folder.mjs'

/** The course that the software is tested with. */
export const TEST_COURSE = 'test/a-course'

/** The course that readers get. */
export const REAL_COURSE = contentFolder(process.cwd())
