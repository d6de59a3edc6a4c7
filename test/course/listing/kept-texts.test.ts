import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { KeptTexts } from '#course/listing/kept-texts.mjs'

const DAY = 24 * 60 * 60 * 1000

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'glasshouse-kept-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const make = vi.fn((text: string) => Promise.resolve(text))
const textOf = (from: string, text: string, madeBy = 'one') =>
  new KeptTexts(join(folder, 'texts'), madeBy).textOf(from, () => make(text))

const onlyFile = () => join(folder, 'texts', readdirSync(join(folder, 'texts'))[0]!)

beforeEach(() => make.mockClear())

test('a text is made once, for whoever asks for it later too', async () => {
  expect([await textOf('a', 'A'), await textOf('a', 'not made')]).toEqual(['A', 'A'])
  expect(make).toHaveBeenCalledOnce()
})

test('of something else, or made by something else, it is another', async () => {
  await textOf('a', 'A')

  expect([await textOf('b', 'B'), await textOf('a', 'A2', 'two')]).toEqual(['B', 'A2'])
})

test.for<[what: string, (content: Buffer) => Buffer]>([
  ['cut off', (content) => content.subarray(0, -1)],
  ['changed', (content) => content.fill(content[20]! ^ 1, 20, 21)],
  ['empty', () => Buffer.alloc(0)],
  ['no packed text', () => Buffer.from('A text')],
])('what is %s is made anew', async ([, spoil]) => {
  await textOf('a', 'A text\nof two lines')
  writeFileSync(onlyFile(), spoil(readFileSync(onlyFile())))

  expect(await textOf('a', 'made anew')).toBe('made anew')
})

test('what nobody asks for goes after a month, and what is asked for stays', async () => {
  await textOf('old', 'Old')
  await textOf('used', 'Used')
  const long = (Date.now() - 31 * DAY) / 1000
  for (const name of readdirSync(join(folder, 'texts')))
    utimesSync(join(folder, 'texts', name), long, long)

  await textOf('used', 'not made')
  new KeptTexts(join(folder, 'texts'), 'one').forgetOld()

  expect(readdirSync(join(folder, 'texts'))).toHaveLength(1)
  expect(await textOf('used', 'not made')).toBe('Used')
})

test('where nothing was kept there is nothing to forget', () => {
  expect(() => new KeptTexts(join(folder, 'none'), 'one').forgetOld()).not.toThrow()
})
