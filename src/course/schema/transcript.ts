/** What somebody types at the prompt of a lesson, in both spellings. What it prints is recorded. */
import { z } from 'zod'
import { id, persona, title } from './words.ts'
import { start } from './start.ts'
import type { Written } from './written.ts'

const LONGEST = 600

const typed = z.string().trim().min(1).max(LONGEST)

const line = z.strictObject({
  elixir: typed.describe('As it is typed at IEx; several lines with |.'),
  typescript: typed
    .nullable()
    .default(null)
    .describe('The same in TypeScript. Left out where both type the same: exports Accounts.'),
  as: persona.nullable().default(null).describe('Who types it: whoever the start names.'),
  note: z.string().min(5).max(160).nullable().default(null).describe('A sentence under its print.'),
  shown: z
    .boolean()
    .default(false)
    .describe('Its print is open from the first: it answers no question of the lesson.'),
})

const transcript = z
  .strictObject({
    id,
    title: title.describe('Names the transcript.'),
    demo: id
      .nullable()
      .default(null)
      .describe(
        'A demo of this lesson: lines begin where it begins, and are typed on its stage. Give it tabs: [console].',
      ),
    start: start
      .nullable()
      .default(null)
      .describe('Where its lines begin, in place of a demo: { seed: ana-confirmed, as: ana }.'),
    lines: z
      .array(line)
      .min(1)
      .max(12)
      .describe('What is typed, in order. Later lines know the variables of those before.'),
  })
  .superRefine(({ demo, start: own }, context) => {
    if ((demo === null) === (own === null))
      context.addIssue({
        code: 'custom',
        path: [own === null ? 'id' : 'start'],
        message: 'Name a demo, or say where it starts: one of the two.',
      })
  })

export const transcripts = z.array(transcript)

/** `content/lessons/NN-part/NN-lesson/transcripts.yaml` */
export type TranscriptFile = Written<typeof transcripts>
export type TranscriptEntry = TranscriptFile[number]
