/** An exercise: what its reader is asked to write, and what helps them. */
import { z } from 'zod'
import { id, title } from './words.ts'
import type { Written } from './written.ts'

/** What an exercise is about decides what its code has around it. */
export const KINDS = ['pure', 'plug', 'repo', 'migration', 'context'] as const

export type ExerciseKind = (typeof KINDS)[number]

/** The kinds that have a database. */
export const WITH_DATABASE: readonly ExerciseKind[] = ['repo', 'migration', 'context']

const FILE = 'Write the name of a file in start/, in small letters: user.ts.'
const file = z.string().regex(/^[a-z\d]+(?:-[a-z\d]+)*\.ts$/, FILE)

const hint = z.string().min(10).max(240)

const afterwards = z.strictObject({
  asks: z
    .string()
    .min(20)
    .max(240)
    .describe('Why it works, or what would not: answered in a sentence.'),
  answer: z.string().min(20).max(400).describe('What you would say. It is folded.'),
})

const mistake = z.strictObject({
  replace: z.string().min(1).describe('Words of the solution that stand in it once.'),
  with: z.string().describe('What somebody might write in their place.'),
  says: z.string().min(5).describe('A part of what they are told then.'),
})

export const exercise = z.strictObject({
  id,
  title,
  asks: z.string().min(20).max(400).describe('The task, in two sentences or three.'),
  kind: z
    .enum(KINDS)
    .describe(
      'pure: changesets and functions; plug; and with a database repo, migration, context.',
    ),
  files: z
    .array(file)
    .min(1)
    .max(3)
    .describe('What the reader edits. Each stands in start/ and in solution/.'),
  given: z
    .array(file)
    .max(3)
    .default([])
    .describe('What they can read beside it. The same in start/ and in solution/.'),
  migrations: z
    .array(z.string().regex(/^\d{4}(?:_\d\d){2}_\d{6}_\w+$/, 'Write the name of a migration.'))
    .default([])
    .describe('Those that make the tables, by their names, in their order.'),
  hints: z
    .tuple([hint, hint, hint], { error: 'Write three hints.' })
    .describe('Where to look, which idea, and almost the line.'),
  afterwards: afterwards
    .optional()
    .describe('One question for whoever has met the checks, to explain to themselves why.'),
  mistakes: z
    .array(mistake)
    .min(2)
    .max(6)
    .describe('What readers might write. Each is told its own sentence, and a test tries it.'),
})

/** `content/lessons/NN-part/NN-lesson/exercises/NAME/exercise.yaml` */
export type ExerciseFile = Written<typeof exercise>

/** What the code of an exercise may import, beside files that stand with it. */
export const IMPORTABLE = [
  'glasshouse/changeset',
  'glasshouse/given',
  'glasshouse/plug',
  'glasshouse/repo',
  'kysely',
] as const
