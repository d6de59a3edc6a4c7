/** Whether the guards that a lesson explains are there, and the headings that it and its questions name. */
import { GUARDS } from '#trace/guard.ts'
import { anchorsIn } from './links.ts'
import type { Mistakes, Wrong } from './mistake.ts'
import { offer } from './near.ts'
import type { LessonFound } from './read-files.ts'

type Explaining = Pick<LessonFound, 'file' | 'folder' | 'lesson' | 'recalls' | 'root'>

export function checkExplained(
  mistakes: Mistakes,
  { file, folder, lesson, recalls, root }: Explaining,
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
  for (const [index, { at }] of (recalls?.value ?? []).entries())
    if (at !== null && !anchors.includes(at))
      mistakes.add(`${folder}/recall.yaml`, 'wrong', recalls!.yaml.placeOf([index, 'at']), {
        what: `The text has no heading "${at}".`,
        write: offer(at, anchors),
      })
}
