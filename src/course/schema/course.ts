/** What is true of the whole course. */
import { z } from 'zod'
import type { Written } from './written.ts'

export const course = z.strictObject({
  house_style: z
    .boolean()
    .default(true)
    .describe(
      'Whether lessons keep the rules of this house: their length, their words, their turns.',
    ),
})

/** `content/course.yaml`, which need not be there. */
export type CourseFile = Written<typeof course>
