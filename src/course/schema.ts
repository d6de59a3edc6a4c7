/**
 * What an author may write into `content/`, file by file. The schemas are
 * strict: a field that is not described there stops the build, as a missing
 * one does. The types of the course are inferred from them.
 */
import { z } from 'zod'
import { course } from './schema/course.ts'
import { covers } from './schema/covers.ts'
import { demo } from './schema/demo.ts'
import { exercise } from './schema/exercise.ts'
import { facts } from './schema/facts.ts'
import { guide } from './schema/guide.ts'
import { lesson, part } from './schema/lesson.ts'
import { recalls } from './schema/recall.ts'
import { startState } from './schema/start-state.ts'
import { tags } from './schema/tags.ts'
import { term } from './schema/term.ts'
import { transcripts } from './schema/transcript.ts'
import { tries } from './schema/tries.ts'
import { wall } from './schema/wall.ts'

/** What each kind of file in `content/` may hold. */
export const schemas = {
  course,
  covers,
  part,
  lesson,
  demos: z.array(demo),
  recalls,
  transcripts,
  tries,
  exercise,
  facts,
  startState,
  tags,
  term,
  wall,
  guide,
}
