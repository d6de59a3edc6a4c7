import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashBuildInputs } from '../../src/tasks/build-inputs.mjs'
import {
  currentBuild,
  isBuildCurrent,
  makeCurrent,
  nextBuildFolder,
} from '../../src/tasks/builds.mjs'
import { keepBuild } from '#server/kept-build.ts'

let root = ''
/** A process that has ended, so that its number is nobody's. */
const { pid: gone } = spawnSync(process.execPath, ['--version'])

beforeEach(() => {
  root = `${mkdtempSync(join(tmpdir(), 'glasshouse-builds-'))}/`
  mkdirSync(`${root}src`)
  writeFileSync(`${root}src/page.astro`, '<p>Hello</p>')
})

afterEach(() => rmSync(root, { recursive: true }))

function begin(time: number, pid = gone): string {
  const folder = nextBuildFolder(time, pid)
  mkdirSync(`${root}${folder}/server`, { recursive: true })
  return folder
}

function build(time: number): string {
  const folder = begin(time)
  writeFileSync(`${root}${folder}/server/main.mjs`, '')
  makeCurrent(folder, hashBuildInputs(root), root)
  return folder
}

const builds = () =>
  readdirSync(`${root}dist`)
    .filter((name) => name !== 'current')
    .sort()

describe('the current build', () => {
  test('is none before there is one', () => {
    expect([currentBuild(root), isBuildCurrent(root)]).toEqual([null, false])
  })

  test('is up to date while its sources are what they were', () => {
    build(1)
    expect(isBuildCurrent(root)).toBe(true)

    writeFileSync(`${root}src/page.astro`, '<p>Bye</p>')
    expect(isBuildCurrent(root)).toBe(false)
  })

  test('stays while another is being made, and when that one never ends', () => {
    const first = build(1)

    const second = begin(2)
    writeFileSync(`${root}${second}/server/entry.mjs`, '')

    expect([currentBuild(root), isBuildCurrent(root)]).toEqual([first, true])
  })

  test('is none once its folder was taken away', () => {
    rmSync(root + build(1), { recursive: true })

    expect([currentBuild(root), isBuildCurrent(root)]).toEqual([null, false])
  })
})

describe('a new build', () => {
  test('leaves the last one, and takes those before it away', () => {
    const [first, second, third] = [build(1), build(2), build(3)]

    expect(builds()).toEqual([second, third].map((folder) => folder?.slice('dist/'.length)))
    expect(existsSync(`${root}${first}`)).toBe(false)
  })

  test('leaves one that a process serves', () => {
    const first = build(1)
    keepBuild(root + first)

    for (const time of [2, 3, 4]) build(time)

    expect(existsSync(`${root}${first}/server/main.mjs`)).toBe(true)
  })

  test('takes one away whose process ended without a word', () => {
    const first = build(1)
    mkdirSync(`${root}${first}/used-by`)
    writeFileSync(`${root}${first}/used-by/${gone}`, '')

    for (const time of [2, 3]) build(time)

    expect(existsSync(root + first)).toBe(false)
  })

  test('leaves one that another process is making, and takes away what one left half done', () => {
    const half = begin(1)
    const running = begin(2, process.ppid)

    for (const time of [3, 4]) build(time)

    expect([existsSync(root + half), existsSync(root + running)]).toEqual([false, true])
  })

  test('touches nothing in its folder that is no build', () => {
    mkdirSync(`${root}dist/notes`, { recursive: true })

    for (const time of [1, 2, 3]) build(time)

    expect(existsSync(`${root}dist/notes`)).toBe(true)
  })
})
