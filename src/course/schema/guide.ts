/** A page of the guide for teachers. */
import { z } from 'zod'

export const guide = z.strictObject({
  title: z.string().min(3).max(60).describe('What the page is about.'),
  summary: z.string().min(20).max(160).describe('What one knows after it, in a sentence.'),
  order: z.number().int().min(1).max(99).describe('Its place in the guide, from 1.'),
})
