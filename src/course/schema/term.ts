/** A word of the glossary, in half a sentence. */
import { z } from 'zod'
import { id } from './words.ts'
import type { Written } from './written.ts'

export const term = z.strictObject({
  word: z.string().min(2).max(30).describe('As a text writes it: plug.'),
  says: z
    .string()
    .min(10)
    .max(160)
    .regex(/^[^A-Z].*[^.]$/s, 'Half a sentence: no capital, no full stop.')
    .describe('Half a sentence, for somebody who knows TypeScript and Express.'),
  phoenix: z
    .string()
    .max(60)
    .nullable()
    .default(null)
    .describe('What it is called in Phoenix or Ecto, as code.'),
  related: z
    .array(id)
    .max(8)
    .default([])
    .describe('Words beside it, by the names of their files. Each then names this one too.'),
})

/** `content/glossary/WORD.yaml` */
export type TermFile = Written<typeof term>
