/** Whoever shows the app says where its pages stand: a link or a form that is written by hand would not ask. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const files = globSync([
  'src/app/**/*.astro',
  'src/pages/{guess,organizations,scores,users}{.astro,/**/*.astro}',
]).filter((path) => !path.includes('core-components/'))

test('links and forms of the app are its core components', () => {
  const byHand = files.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => (/<(?:a|form)\b/.test(line) ? [`${path}:${index + 1}`] : [])),
  )

  expect(files.length).toBeGreaterThan(30)
  expect(byHand).toEqual([])
})
