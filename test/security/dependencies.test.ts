/** What the house is built of. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FLOORS, findOld, findUnknown } from './advisories.mjs'

interface Lock {
  readonly packages: Readonly<Record<string, { version?: string; hasInstallScript?: boolean }>>
}
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  allowScripts: Readonly<Record<string, boolean>>
}
const FLOOR = { least: ['1.2.3', '3.4.5'], why: 'it leaks' }

describe('a package', () => {
  test('X1 is as new as it has to be, or newer', () => {
    expect(findOld(lock, FLOORS)).toEqual([])
  })

  test('X1 that is looked for is there', () => {
    expect(findUnknown(lock, FLOORS)).toEqual([])
    expect(findUnknown({ packages: {} }, { vase: FLOOR })).toEqual(['vase'])
  })

  test.for([
    ['astro', '7.3.4'],
    ['sharp', '0.35.3'],
    ['node', '24.14.0'],
    ['node', '20.19.0'],
    ['kysely', '0.28.17-rc.1'],
  ] as const)('X1 that is too old is found out: %s %s', ([name, version]) => {
    const planted = {
      packages: { ...lock.packages, [`node_modules/a/node_modules/${name}`]: { version } },
    }

    const found = findOld(planted, FLOORS)

    expect(found).toHaveLength(1)
    expect(found[0]).toContain(`${name} is ${version}; the least is `)
  })

  test.for([
    ...([
      ['1.2.3', true],
      ['1.2.2', false],
      ['1.10.0', true],
      ['1.2.3-beta', false],
    ] as const),
    ...([
      ['2.9.9', false],
      ['3.4.5', true],
      ['3.4.4', false],
      ['4.0.0', true],
      ['0.9.9', false],
    ] as const),
  ])('X1 is compared with the least of its own major version: %s', ([version, isFine]) => {
    const found = findOld({ packages: { 'node_modules/vase': { version } } }, { vase: FLOOR })

    expect(found.length === 0).toBe(isFine)
  })

  test('X1 runs no script when it is installed, but for those that are named', () => {
    const scripted = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.split('node_modules/').at(-1)!)

    const unnamed = scripted.filter((name) => !allowScripts[name])
    // It watches files on macOS alone, and is fetched nowhere else.
    expect(unnamed.filter((name) => name !== 'fsevents')).toEqual([])
  })

  test.for(['lucia', 'oslo', 'sqlite3'])(
    'X2 that may be replaced one day is imported by one file: %s',
    (name) => {
      const imports = new RegExp(String.raw`(?:from|import)\s*\(?'${name}(?:/[^']*)?'`)
      const files = globSync('{src,migrations}/**/*.{ts,mjs,astro}').filter((file) =>
        imports.test(readFileSync(file, 'utf8')),
      )

      expect(files).toHaveLength(1)
    },
  )
})
