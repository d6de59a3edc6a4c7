import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GUARDS } from '#trace/guard.ts'
import { aboutGuard } from '#trace/guard-words.ts'
import { CourseReader } from '#course/course-reader.ts'

test.for(GUARDS)('%s is explained by a sentence, and by a heading that is there', (guard) => {
  const { sentence, href, label } = aboutGuard(guard)
  const [, path, anchor] = /^\/lessons\/([^#]+)#(.+)$/.exec(href) ?? []

  expect(sentence).toMatch(/^The .+\.$|^A .+\.$/)
  expect(label).toMatch(/^About /)
  expect(headingsOf(path)).toContain(anchor)
})

/** As the page has them: `## Made once, handed on` is `made-once-handed-on`. */
function headingsOf(path: string | undefined): readonly string[] {
  const folder = new CourseReader(process.cwd())
    .listLessonFolders()
    .find((each) => each.lesson.path === path)
  if (!folder) return []
  const text = readFileSync(folder.file, 'utf8')
  return [...text.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
}
