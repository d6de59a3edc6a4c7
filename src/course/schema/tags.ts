/** What each tag of a course is about. */
import { z } from 'zod'
import type { Written } from './written.ts'

/** As it stands in an address: `/tags/live-views`. */
export const lessonTag = z
  .string()
  .max(30)
  .regex(/^[a-z\d]+(?:-[a-z\d]+)*$/, 'Write a tag in small letters: live-views.')

const described = z.strictObject({
  tag: lessonTag.describe('As lessons write it: live-views.'),
  says: z
    .string()
    .min(10)
    .max(200)
    .describe('A sentence or two: what its lessons are about, for somebody who has read none.'),
})

export const tags = z.array(described).superRefine((all, context) => {
  for (const [index, { tag }] of all.entries())
    if (all.findIndex((one) => one.tag === tag) < index)
      context.addIssue({
        code: 'custom',
        path: [index, 'tag'],
        message: 'This tag is described above already.',
      })
})

/** `content/tags.yaml`, which need not be there. */
export type TagsFile = Written<typeof tags>
