/** The guide for teachers: Markdown in `content/guide/`, a page for each file. */
import type { MarkdownInstance } from 'astro'
import { schemas } from '#course/schema.ts'

const files = import.meta.glob<MarkdownInstance<Record<string, unknown>>>('@content/guide/*.md', {
  eager: true,
})

/** Its pages, in their order. Throws, as the build does, where one says too little of itself. */
export const GUIDE = Object.entries(files)
  .map(([file, { frontmatter, Content }]) => {
    const { title, summary, order } = schemas.guide.parse(
      Object.fromEntries(Object.entries(frontmatter).filter(([key]) => key in schemas.guide.shape)),
    )
    return { id: file.replace(/^.*\/|\.md$/g, ''), title, summary, order, Content }
  })
  .toSorted((a, b) => a.order - b.order)

export type GuidePage = (typeof GUIDE)[number]
