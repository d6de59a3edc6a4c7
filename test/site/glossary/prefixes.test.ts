import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hasSourcePage } from '#course/source-page.ts'
import { lineOf, PREFIXES } from '#site/glossary/prefixes.ts'

/** `get…` as an expression; `…Constraint` is an ending. */
const fits = (name: string, prefix: string) =>
  new RegExp(`^${prefix.replace('…', '([A-Z].*)').replace(/^\(/, '(?:[a-z]')}$`).test(name) ||
  (prefix.startsWith('…') && name.endsWith(prefix.slice(1)))

describe.for(PREFIXES)('$names', ({ names, example }) => {
  test('has a function of this house that begins or ends so', () => {
    expect(names.filter((prefix) => fits(example.name, prefix))).toHaveLength(1)
    expect(lineOf(example, readFileSync(example.file, 'utf8'))).toBeGreaterThan(0)
    expect(hasSourcePage(example.file)).toBe(true)
  })
})

test('one that is not there stops the build', () => {
  expect(() => lineOf({ name: 'getNothing', file: 'src/lib/clock.ts' }, 'const a = 1')).toThrow(
    'The table of prefixes names getNothing, which src/lib/clock.ts does not define.',
  )
})
