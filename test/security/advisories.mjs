/**
 * Looks for packages with a known hole in the lock file, without asking
 * anybody: each is compared with the least version in floors.json. Run by
 * itself, `npm run test:advisories`, it asks npm as well, where there is a
 * network.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * A line for each locked package that is older than it may be.
 *
 * @param {{ packages: Readonly<Record<string, { version?: string }>> }} lock
 * @param {Readonly<Record<string, { least: readonly string[], why: string }>>} floors
 */
export function findOld({ packages }, floors) {
  return Object.entries(packages).flatMap(([path, { version }]) => {
    const name = path.split('node_modules/').at(-1) ?? ''
    const floor = Object.hasOwn(floors, name) ? floors[name] : undefined
    if (!floor || version === undefined || isNewEnough(version, floor.least)) return []
    return [`${path} is ${version}; the least is ${floor.least.join(' or ')}: ${floor.why}`]
  })
}

/** Names in the floors that no package of the lock file has: they guard nothing any more. */
export function findUnknown({ packages }, floors) {
  const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
  return Object.keys(floors).filter((name) => !names.has(name))
}

/** Of its own major version the least, or newer than all that were mended. */
function isNewEnough(version, least) {
  const own = least.find((each) => partsOf(each)[0] === partsOf(version)[0])
  if (own !== undefined) return compare(version, own) >= 0
  return least.every((each) => compare(version, each) > 0)
}

function compare(left, right) {
  const [a, b] = [partsOf(left), partsOf(right)]
  const at = [0, 1, 2].find((place) => a[place] !== b[place])
  if (at !== undefined) return a[at] - b[at]
  // 1.0.0-beta is before 1.0.0.
  return Number(right.includes('-')) - Number(left.includes('-'))
}

const partsOf = (version) => version.split('-', 1)[0].split('.').map(Number)

/** @type {Readonly<Record<string, { least: readonly string[], why: string }>>} */
export const FLOORS = JSON.parse(
  readFileSync(new URL('floors.json', import.meta.url), 'utf8'),
).packages

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const old = findOld(lock, FLOORS)
  console.log(
    old.length > 0
      ? old.join('\n')
      : `None of ${Object.keys(lock.packages).length} packages is older than floors.json allows.`,
  )
  const asked = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8' })
  const { metadata, message } = readJson(asked.stdout)
  const found = metadata?.vulnerabilities?.total
  console.log(
    found === undefined
      ? `npm audit could not be asked: ${message ?? asked.error?.message ?? 'no answer'}`
      : `npm audit knows of ${found} packages with a hole.${found > 0 ? ' npm audit says which.' : ''}`,
  )
  if (old.length > 0 || found > 0) process.exitCode = 1
}

function readJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
