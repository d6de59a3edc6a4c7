import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const files = globSync('src/changeset/*.ts')

test('the library imports nothing but itself', () => {
  const imports = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:^import|\bfrom|import\() ?'([^'\n]+)'/gm)].map(
      ([, specifier]) => `${file}: ${specifier}`,
    ),
  )

  expect(imports.length).toBeGreaterThan(50)
  expect(imports.filter((line) => !/: (?:\.\/|#lib\/)/.test(line))).toEqual([])
})

test('the library names nothing that only Node or a page has', () => {
  const known = files.filter((file) =>
    /\b(?:process|Buffer|window|document|globalThis)\./.test(readFileSync(file, 'utf8')),
  )

  expect(known).toEqual([])
})
