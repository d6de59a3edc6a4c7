import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { wholeListing } from '#course/listing.ts'
import { highlightListing } from '#course/listing/highlight.ts'
import { keepListings } from '#course/listing/keep-listings.mjs'

const KEPT = Symbol.for('glasshouse.kept-listings')
const MAKERS = 'src/course/listing'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glasshouse-listings-'))
  mkdirSync(join(root, MAKERS), { recursive: true })
  for (const name of ['highlight.ts', 'shiki-classes.mjs'])
    cpSync(join(MAKERS, name), join(root, MAKERS, name))
  writeFileSync(join(root, 'package-lock.json'), '{}')
})
afterEach(() => {
  Reflect.deleteProperty(globalThis, KEPT)
  rmSync(root, { recursive: true })
})

function begin() {
  const folder = pathToFileURL(`${root}/`)
  const config = { root: folder, cacheDir: new URL('cache/', folder) }
  keepListings().hooks['astro:config:setup']({ config })
}

const kept = () => readdirSync(join(root, 'cache/listings')).length
const coloured = (file: string, text: string, options = {}) =>
  highlightListing(file, wholeListing(text), options)

test('what is kept is what would be made', async () => {
  const made = await coloured('a.ts', 'const a = 1')
  begin()

  expect(await coloured('a.ts', 'const a = 1')).toBe(made)
  expect(await coloured('a.ts', 'const a = 1')).toBe(made)
  expect(kept()).toBe(1)
})

test('another text, another language and other marks are other listings', async () => {
  begin()

  const all = [
    await coloured('a.ts', 'const a = 1'),
    await coloured('a.ts', 'const a = 2'),
    await coloured('a.astro', 'const a = 1'),
    await coloured('a.ts', 'const a = 1', { addressed: true }),
  ]

  expect([new Set(all).size, kept()]).toEqual([4, 4])
})

test.for(['package-lock.json', `${MAKERS}/highlight.ts`, `${MAKERS}/shiki-classes.mjs`])(
  'nothing is taken from before %s was changed',
  async (file) => {
    begin()
    await coloured('a.ts', 'const a = 1')
    writeFileSync(join(root, file), '// changed')
    begin()

    await coloured('a.ts', 'const a = 1')

    expect(kept()).toBe(2)
  },
)
