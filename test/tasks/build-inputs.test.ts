import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashBuildInputs } from '../../src/tasks/build-inputs.mjs'

let root = ''
let before = ''

beforeEach(() => {
  root = `${mkdtempSync(join(tmpdir(), 'glasshouse-build-'))}/`
  for (const folder of ['src/pages', 'content/seeds']) {
    mkdirSync(root + folder, { recursive: true })
  }
  writeFileSync(`${root}src/pages/index.astro`, '<p>Hello</p>')
  before = hashBuildInputs(root)
})

afterEach(() => rmSync(root, { recursive: true }))

test('the hash stays while nothing changes that goes into the build', () => {
  writeFileSync(`${root}README.md`, 'no part of the build')

  expect(hashBuildInputs(root)).toBe(before)
})

test.for([
  ['changed', (at: string) => writeFileSync(`${at}src/pages/index.astro`, '<p>Bye</p>')],
  ['added', (at: string) => writeFileSync(`${at}content/lesson.mdx`, '')],
  ['removed', (at: string) => rmSync(`${at}src/pages/index.astro`)],
  ['added at the top', (at: string) => writeFileSync(`${at}package.json`, '{}')],
] as const)('the hash is another one once a file is %s', ([, change]) => {
  change(root)

  expect(hashBuildInputs(root)).not.toBe(before)
})

test.for([
  'src/.DS_Store',
  'content/seeds/.ana.yaml.swp',
  'content/seeds/ana.yaml~',
  'content/seeds/#ana.yaml#',
  'content/seeds/._ana.yaml',
  'src/pages/Thumbs.db',
  'src/pages/desktop.ini',
])('the hash does not see %s, which a system or an editor left', (file) => {
  writeFileSync(root + file, 'anything')

  expect(hashBuildInputs(root)).toBe(before)
})

test('the hash is another one for another address', () => {
  const hashAt = (PUBLIC_ORIGIN?: string) => hashBuildInputs(root, 'content', { PUBLIC_ORIGIN })

  expect(hashAt('https://course.example')).not.toBe(hashAt('https://other.example'))
  expect([hashAt(''), hashAt()]).toEqual([before, before])
})

test('text that moves from a name to a file changes the hash', () => {
  const hashOf = (name: string, text: string) => {
    rmSync(`${root}content`, { recursive: true })
    mkdirSync(`${root}content`)
    writeFileSync(`${root}content/${name}`, text)
    return hashBuildInputs(root)
  }

  expect(hashOf('a', 'bc')).not.toBe(hashOf('ab', 'c'))
})
