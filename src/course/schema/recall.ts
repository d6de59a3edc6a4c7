/** Questions that a lesson leaves behind, to be asked again later. */
import { z } from 'zod'
import type { Written } from './written.ts'

const option = z.strictObject({
  says: z.string().min(1).max(80).describe('The words of the option.'),
  right: z.boolean().default(false).describe('Whether it is the one that can be defended.'),
  why: z.string().min(5).max(160).describe('Shown with it once it is chosen.'),
})

const question = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z]$/, 'Write one small letter: a ends its own lesson.')
      .describe('One small letter: a ends its own lesson.'),
    question: z.string().min(10).max(160).describe('What is asked.'),
    at: z
      .string()
      .nullable()
      .default(null)
      .describe('The heading of the lesson that answers it; whoever missed it is led there.'),
    options: z.array(option).min(2).max(4).describe('One of them is right; none in a guess.'),
    answer: z
      .string()
      .min(10)
      .max(400)
      .nullable()
      .default(null)
      .describe('In a few sentences, where the question ends its own lesson.'),
  })
  .refine(({ options }) => options.filter(({ right }) => right).length <= 1, {
    path: ['options'],
    error: 'One option at the most is right.',
  })

export const recalls = z.array(question).superRefine((all, context) => {
  for (const [index, { id }] of all.entries())
    if (all.findIndex((one) => one.id === id) < index)
      context.addIssue({
        code: 'custom',
        path: [index, 'id'],
        message: 'Another question has this id already.',
      })
})

/** `content/lessons/NN-part/NN-lesson/recall.yaml` */
export type RecallFile = Written<typeof recalls>
