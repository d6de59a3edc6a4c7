/** The texts of the lessons and of the guide for teachers, for Astro to render. All else of `content/` is read by the course. */
import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
import { schemas } from '#course/schema.ts'

/** `01-scopes/02-the-life` becomes `scopes/the-life`. */
const pathOf = ({ entry }: { entry: string }) =>
  entry.replace(/\/[^/]*$/, '').replaceAll(/(^|\/)\d{2}-/g, '$1')

export const collections = {
  lessons: defineCollection({
    loader: glob({ base: './content/lessons', pattern: '*/*/index.mdx', generateId: pathOf }),
    schema: schemas.lesson,
  }),
  guide: defineCollection({
    loader: glob({ base: './content/guide', pattern: '*.md' }),
    schema: schemas.guide,
  }),
}
