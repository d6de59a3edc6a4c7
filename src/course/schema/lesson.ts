/** A part and the front matter of a lesson. */
import { z } from 'zod'
import { LAYERS } from '#trace/trace-step.ts'
import { covered } from './covers.ts'
import { lessonTag } from './tags.ts'
import { day, id, summary, TAG, title } from './words.ts'
import type { Written } from './written.ts'

const SHOWS = `Name a layer (${LAYERS.join(', ')}) or the tag of a step: plug.fetchCurrentScope.`

const number = z.int().min(1).max(99).describe('Its place in the part, as a folder would say it.')

export const part = z.strictObject({
  title,
  summary,
  planned: z
    .array(z.strictObject({ number, title, summary }))
    .default([])
    .describe('Lessons to come. The outline shows them without a link.'),
})

export const lesson = z.strictObject({
  id,
  title,
  summary,
  published: day.describe('The day of the first publication: 2026-11-23.'),
  minutes: z
    .int()
    .min(1)
    .max(30)
    .describe('Reading and trying out, for somebody who is new to it.'),
  tags: z
    .array(lessonTag)
    .min(1)
    .max(6)
    .describe('What the lesson is about, most important first: tags of tags.yaml.'),
  shows: z
    .array(z.union([z.enum(LAYERS), z.string().regex(TAG, SHOWS)], { error: SHOWS }))
    .min(1)
    .describe('The layers whose steps the lesson explains, or single steps by their tags.'),
  start: id
    .nullable()
    .default(null)
    .describe('The state its sandbox begins with: a name in content/seeds.'),
  needs: z
    .array(id)
    .default([])
    .describe('Lessons, by their ids, whose idea is used here without being explained again.'),
  gives: z
    .string()
    .min(10)
    .max(120)
    .regex(/[^.]$/, 'Write it without a full stop.')
    .nullable()
    .default(null)
    .describe('The one idea of the lesson, as its readers would say it afterwards.'),
  introduces: z
    .array(id)
    .max(4)
    .default([])
    .describe('Words of the glossary that the lesson defines: three at the most, if it can be.'),
  covers: z
    .array(covered)
    .default([])
    .describe('What of content/covers.yaml it teaches: walk 1.2, confusion 3.'),
  explains: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      'Guards that the lesson explains, each with a heading of it: plug: a-page-for-members. A refusal on a stage leads there.',
    ),
})

/** `content/lessons/NN-part/part.yaml` */
export type PartFile = Written<typeof part>

/** The front matter of `content/lessons/NN-part/NN-lesson/index.mdx` */
export type LessonFile = Written<typeof lesson>
