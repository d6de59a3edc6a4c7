import { expect, test } from 'vitest'
import { z } from 'zod'
import { authorPage } from '#course/reading/author-page.ts'
import { keysIn } from '#course/reading/schema-reference.ts'
import { schemas } from '#course/schema.ts'
import { theCourse } from '../../support/the-course.ts'

test('a key is told with its kind, its limits and its words', () => {
  const title = z.string().min(3).max(60).describe('Over the page.')
  const schema = z.strictObject({
    title,
    parts: z.array(z.strictObject({ at: z.enum(['top', 'end']).describe('Where.') })).default([]),
  })

  expect(keysIn(schema)).toEqual([
    { key: 'title', kind: 'text, 3 to 60', described: 'Over the page.', isOptional: false },
    { key: 'parts', kind: 'list', described: '', isOptional: true },
    { key: 'parts[].at', kind: 'one of top, end', described: 'Where.', isOptional: false },
  ])
})

test('of several kinds of thing each is told with its own keys', () => {
  const keys = keysIn(schemas.demos).map(({ key, kind }) => `${key} ${kind}`)
  const at = (line: string) => keys.indexOf(line)

  expect(at('[].steps[].label text, 1 to 40')).toBeGreaterThan(0)
  expect(keys.filter((line) => line.startsWith('[].steps[].label'))).toHaveLength(1)
  expect(at('[].steps[].advance text')).toBe(at('[].steps[].does "clock"') + 1)
})

test('every key of every file has words that say what it is', () => {
  const silent = Object.entries(schemas).flatMap(([name, schema]) =>
    keysIn(schema)
      .filter(({ described }) => described === '')
      .map(({ key }) => `${name}: ${key}`),
  )

  expect(silent).toEqual([])
})

test('the page has what each recorded step can be asked, ready to be copied', () => {
  const html = authorPage(theCourse())

  expect(html).toContain('<code>scope.current</code>')
  expect(html).toMatch(/data-copy="- step: changeset\.email\.format\n {2}outcome: error/)
  expect(html).toMatch(
    /data-copy="&lt;Value demo=&quot;[\w-]+&quot; step=&quot;\d&quot; tag=&quot;scope\.current&quot;/,
  )
  expect(html).toContain('<code>[].steps[].fields</code>')
  expect(html).toContain('<code>POST /users/log-in</code>')
})
