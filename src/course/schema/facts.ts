/** What lessons quote of programs that are not here, word by word, and where it was read. */
import { z } from 'zod'
import type { Written } from './written.ts'

const source = z.strictObject({
  from: z
    .string()
    .min(5)
    .max(160)
    .describe('Where it was read, with its version: Phoenix 1.8, mix phx.gen.auth, user_auth.ex.'),
  quotes: z
    .array(z.union([z.string().min(1).max(300), z.number().transform(String)]))
    .min(1)
    .describe('Names, numbers and messages, to the letter.'),
})

export const facts = z.array(source)

/** `content/facts.yaml`, which need not be there. */
export type FactsFile = Written<typeof facts>
