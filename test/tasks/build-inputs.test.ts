import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  forgetBuild,
  hashBuildInputs,
  isBuildCurrent,
  stampBuild,
} from '../../src/tasks/build-inputs.mjs'

let root = ''

beforeEach(() => {
  root = `${mkdtempSync(join(tmpdir(), 'glasshouse-build-'))}/`
  for (const folder of ['src/pages', 'content', 'dist']) {
    mkdirSync(root + folder, { recursive: true })
  }
  writeFileSync(`${root}src/pages/index.astro`, '<p>Hello</p>')
  stampBuild(hashBuildInputs(root), root)
})

afterEach(() => rmSync(root, { recursive: true }))

test('a build is current while nothing that went into it changes', () => {
  writeFileSync(`${root}README.md`, 'no part of the build')

  expect(isBuildCurrent(root)).toBe(true)
})

test.for([
  ['changed', (at: string) => writeFileSync(`${at}src/pages/index.astro`, '<p>Bye</p>')],
  ['added', (at: string) => writeFileSync(`${at}content/lesson.mdx`, '')],
  ['removed', (at: string) => rmSync(`${at}src/pages/index.astro`)],
  ['added at the top', (at: string) => writeFileSync(`${at}package.json`, '{}')],
] as const)('a build is old once a file is %s', ([, change]) => {
  change(root)

  expect(isBuildCurrent(root)).toBe(false)
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

test('a build that began is not current before it ends', () => {
  forgetBuild(root)

  expect(isBuildCurrent(root)).toBe(false)
})
