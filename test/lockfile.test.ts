import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  /** By whose dependency it is. */
  readonly overrides: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
/** One that is here under another name says which it is: `npm:@node-rs/argon2@1.7.0`. */
const dependencies = Object.entries({
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...(Object.assign({}, ...Object.values(manifest.overrides)) as Manifest['dependencies']),
}).map(([name, version]) => [name, version.replace(/^npm:.+@(?=\d)/, '')] as const)

/**
 * Optional packages, most of them builds for one platform, that the lock file
 * names and does not hold. `npm ci` refuses such a file on that platform, or everywhere.
 */
function missingOptionalPackages({ packages }: Lock): readonly string[] {
  const held = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !held.has(name))
      .map((name) => `${path} → ${name}`),
  )
}

/** The packages of the table below the heading "Dependencies", each with its version. */
function packagesInReadme(readme: string): Readonly<Record<string, string>> {
  const section = /^#+ Dependencies\n([\s\S]*?)(?=^#|(?![\s\S]))/m.exec(readme)?.[1] ?? ''
  const rows = section.matchAll(/^\|([^|]*)\|([^|]*)\|/gm)
  return Object.fromEntries([...rows].flatMap(([, names, versions]) => cells(names!, versions!)))
}

function cells(names: string, versions: string): readonly (readonly [string, string])[] {
  const version = versions.split(',')
  return [...names.matchAll(/`([^`]+)`/g)].map(
    ([, name], index) => [name!, version[index]?.trim() ?? ''] as const,
  )
}

describe('package-lock.json', () => {
  test('holds the optional packages that it names', () => {
    expect(missingOptionalPackages(lock)).toEqual([])
  })

  test('that lost an optional package is found out', () => {
    const packages = {
      'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0', 'a-darwin': '1.0.0' } },
      'node_modules/a/node_modules/a-linux': { version: '1.0.0' },
    }

    expect(missingOptionalPackages({ packages })).toEqual(['node_modules/a → a-darwin'])
  })

  test('takes packages from no registry of its own', () => {
    const elsewhere = Object.values(lock.packages)
      .map(({ resolved }) => resolved ?? '')
      .filter((url) => url !== '' && !url.startsWith('https://registry.npmjs.org/'))

    expect(elsewhere).toEqual([])
  })
})

describe('package.json', () => {
  test.for(dependencies)('pins %s exactly', ([name, version]) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/)
    expect(lock.packages[`node_modules/${name}`]?.version).toBe(version)
  })
})

describe('README.md', () => {
  test('says of each dependency its version and why it is here, and of no other package', () => {
    const readme = readFileSync('README.md', 'utf8')

    expect(packagesInReadme(readme)).toEqual(Object.fromEntries(dependencies))
  })

  test('is read from the table of dependencies only', () => {
    const readme =
      '| `a` | no |\n\n## Dependencies\n\n| package | version | why |\n| --- | --- | --- |\n' +
      '| `b`, `c` | 1.0.0, 2.0.0 | `d` |\n\n## Next\n| `e` | |\n'

    expect(packagesInReadme(readme)).toEqual({ b: '1.0.0', c: '2.0.0' })
  })
})
