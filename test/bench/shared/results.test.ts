import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { drawResults } from '../sandboxes/chart.ts'
import type { Measured } from '../sandboxes/results.ts'
import { drawComparisons } from './comparison.ts'
import { excerptOf, pageOf, readResults, withExcerpt, type Compared } from './results.ts'

const kept = (name: string) => readFileSync(`test/bench/results/${name}`, 'utf8')

describe('withExcerpt', () => {
  const text =
    'before\n<!-- bench a -->\n\nold\n\n<!-- end -->\nafter\n<!-- bench b -->\n<!-- end -->\n'

  test('puts what was measured in the place of the last one', () => {
    expect(withExcerpt(text, 'a', 'new')).toBe(text.replace('old', 'new'))
    expect(withExcerpt(text, 'b', 'new')).toContain('<!-- bench b -->\n\nnew\n\n<!-- end -->')
  })

  test('says where the marks are missing', () => {
    expect(() => withExcerpt('nothing', 'a', 'new')).toThrow('README.md has no marks for bench a.')
  })
})

const names = globSync('*.json', { cwd: 'test/bench/results' }).map((name) =>
  basename(name, '.json'),
)

describe.for(names.filter((name) => name !== 'sandboxes'))('what bench %s has kept', (name) => {
  const compared = readResults(name) as Compared

  test('is on its page, in its picture and in README, word for word', () => {
    expect(kept(`${name}.md`)).toBe(pageOf(name, compared))
    expect(kept(`${name}.svg`)).toBe(drawComparisons(compared.title, compared.comparisons))
    const readme = readFileSync('README.md', 'utf8')
    expect(withExcerpt(readme, name, excerptOf(name, compared))).toBe(readme)
  })
})

test('the picture of many sandboxes is drawn from what was kept of them', () => {
  expect(kept('sandboxes.svg')).toBe(drawResults(readResults('sandboxes') as readonly Measured[]))
})
