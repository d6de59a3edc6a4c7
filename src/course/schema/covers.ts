/** What a course sets out to teach, list by list, so that nothing of it is forgotten. */
import { z } from 'zod'
import type { Written } from './written.ts'

const LIST = /^[a-z]+$/
const ITEM = /^[a-z\d]+(?:[.-][a-z\d]+)*$/

const list = z.strictObject({
  list: z
    .string()
    .regex(LIST, 'Write one word in small letters: walk.')
    .describe('What lessons call it, in front of one of its items: walk.'),
  title: z.string().min(3).max(60).describe('What the list is of, as a heading.'),
  items: z
    .record(
      z.string().regex(ITEM, 'Write a name in small letters or a number between quotes: ’1.2’.'),
      z.string().min(3).max(160),
    )
    .describe('By a short name each thing that is to be taught, in a few words.'),
})

export const covers = z.array(list).superRefine((all, context) => {
  for (const [index, { list: name }] of all.entries())
    if (all.findIndex((one) => one.list === name) < index)
      context.addIssue({
        code: 'custom',
        path: [index, 'list'],
        message: 'Another list has this name already.',
      })
})

/** `content/covers.yaml`, which need not be there. */
export type CoversFile = Written<typeof covers>

/** How a lesson names an item of a list: `walk 1.2`. */
export const covered = z
  .string()
  .regex(
    /^[a-z]+ [a-z\d]+(?:[.-][a-z\d]+)*$/,
    'Write a list and one of its items, as covers.yaml has them: walk 1.2.',
  )
