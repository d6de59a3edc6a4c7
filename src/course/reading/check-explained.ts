/** Whether the guards that a lesson explains are there, and the headings that it names for them. */
import { GUARDS } from '#trace/guard.ts'
import { anchorsIn } from './links.ts'
import type { Mistakes, Wrong } from './mistake.ts'
import { offer } from './near.ts'
import type { LessonFound } from './read-files.ts'

export function checkExplained(
  mistakes: Mistakes,
  { file, lesson, root }: Pick<LessonFound, 'file' | 'lesson' | 'root'>,
): void {
  if (!lesson || !root) return
  const anchors = [...anchorsIn(root)].filter((one) => !/^(?:main$|question-|after-)/.test(one))
  const tell = (guard: string, wrong: Wrong) =>
    mistakes.add(file, 'wrong', lesson.yaml.placeOf(['explains', guard]), wrong)
  for (const [guard, heading] of Object.entries(lesson.value.explains))
    if (!GUARDS.some((one) => one === guard))
      tell(guard, { what: `explains: no guard is called "${guard}".`, write: offer(guard, GUARDS) })
    else if (!anchors.includes(heading))
      tell(guard, {
        what: `explains, ${guard}: the text has no heading "${heading}".`,
        write: offer(heading, anchors),
      })
}
