import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SHEETS, sheetOf } from '../../src/site/sheet-of.mjs'

const FILES = globSync('src/**/*.css').map((file) => file.replaceAll('\\', '/'))

test('each sheet is made of files that are there', () => {
  const starts = Object.values<readonly string[]>(SHEETS).flat()
  const gone = starts.filter((start) => !FILES.some((file) => file.startsWith(`src/${start}`)))

  expect(starts.length).toBeGreaterThan(20)
  expect(gone).toEqual([])
})

test.for([
  ['/anywhere/src/stage/act/check.css', 'site'],
  ['/anywhere/src/stage/list/steps-in-use.css', 'in-use'],
  ['/anywhere/src/pages/source/_file.css', null],
] as const)('%s is built into the sheet %s', ([path, name]) => {
  expect(sheetOf(path)).toBe(name)
})
