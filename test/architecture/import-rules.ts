/** Who may import what. Each function answers one sentence for each line that breaks its rule. */
import { builtinModules } from 'node:module'
import type { Edge, House, PackageImport } from './house.ts'

const at = ({ from, line }: { from: string; line: number }) => `${from}:${line}`

/** Every file stands in a row of the table. */
export function filesWithoutRow(house: House): readonly string[] {
  return [...house.files.keys()]
    .filter((path) => house.rowOf(path) === null)
    .map((path) => `${path} stands in no row of the table: add one.`)
}

/** Imports go down. */
export function forbiddenImports(house: House): readonly string[] {
  return house.edges
    .filter((edge) => edge.kind !== 'text' && edge.to !== '')
    .flatMap((edge) => {
      const complaint = complaintAbout(house, edge)
      return complaint ? [`${at(edge)} ${complaint}`] : []
    })
}

function complaintAbout(house: House, edge: Edge): string | null {
  const row = house.rowOf(edge.from)
  const target = house.rowOf(edge.to)
  if (row === null || row === target) return null
  if (target === null) return `imports ${edge.to}, which stands in no row of the table.`

  const allowed = edge.kind === 'type' ? house.below(row) : (house.rule.mayImport[row] ?? [])
  if (allowed.includes(target)) return null
  const what = edge.kind === 'type' ? 'types of ' : ''
  return `${row} may not import ${what}${target} (${edge.specifier}).`
}

/** A context is entered by its front door. Its other files may lend types. */
export function sideEntrances(house: House): readonly string[] {
  return house.edges
    .filter(({ kind }) => kind === 'value')
    .flatMap((edge) => {
      const context = house.rowOf(edge.to)
      const doors = context === null ? undefined : house.rule.frontDoors[context]
      const inside = house.rowOf(edge.from) === context
      if (!doors || inside || doors.includes(edge.to.replace(/^src\//, ''))) return []
      return [
        `${at(edge)} enters ${context} by ${edge.to}; its front door is ${doors.join(' or ')}.`,
      ]
    })
}

/** A package that decides how things look inside stands in few rows, so that it can be replaced. */
export function misplacedPackages(house: House): readonly string[] {
  return house.packageImports.flatMap((found) => {
    const row = house.rowOf(found.from)
    const homes = homesOf(house, found)
    if (row === null || homes?.includes(row)) return []
    const why = homes
      ? homes.length > 0
        ? `only ${homes.join(', ')} may.`
        : 'nothing may.'
      : 'which stands in no row of the table: add one.'
    return [`${at(found)} ${row} imports ${found.specifier}, ${why}`]
  })
}

function homesOf(house: House, found: PackageImport): readonly string[] | undefined {
  const name = packageOf(found.name)
  const row = Object.keys(house.rule.packages).find((key) =>
    key.endsWith('*') ? name.startsWith(key.slice(0, -1)) : name === key,
  )
  return row === undefined ? undefined : house.rule.packages[row]
}

// `astro:content` is a module of astro's, `fs` one of Node's.
function packageOf(specifier: string): string {
  if (builtinModules.includes(specifier)) return `node:${specifier}`
  if (/^(?:node|virtual):/.test(specifier)) return specifier
  const [first, second] = specifier.split(/[/:]/)
  return first!.startsWith('@') ? `${first}/${second}` : first!
}

/** What runs in a browser reaches nothing that only Node has, through however many files. */
export function nodeInBrowsers(house: House): readonly string[] {
  const ways = waysInBrowsers(house)
  return house.packageImports
    .filter(({ kind, name }) => kind === 'value' && packageOf(name).startsWith('node:'))
    .flatMap((found) => {
      const way = ways.get(found.from)
      if (!way) return []
      return [`${at(found)} imports ${found.specifier}, and a browser runs it: ${way.join(' → ')}.`]
    })
}

/** Each file that a browser loads, with one way that leads to it. */
function waysInBrowsers(house: House): ReadonlyMap<string, readonly string[]> {
  const values = house.edges.filter(({ kind }) => kind === 'value')
  const edgesOf = Map.groupBy(values, ({ from }) => from)
  const ways = new Map<string, readonly string[]>()
  const follow = (path: string, way: readonly string[]): void => {
    if (ways.has(path)) return
    ways.set(path, [...way, path])
    for (const { toInBrowser } of edgesOf.get(path) ?? []) follow(toInBrowser, [...way, path])
  }
  for (const { from, inBrowser, toInBrowser } of values) if (inBrowser) follow(toInBrowser, [from])
  return ways
}

/** What will be replaced one day is known to exactly one file. */
export function packagesInManyFiles(house: House): readonly string[] {
  return house.rule.inOneFile.flatMap((name) => {
    const files = new Set(
      house.packageImports
        .filter((found) => packageOf(found.name) === name)
        .map(({ from }) => from),
    )
    if (files.size === 1) return []
    return [`${name} is imported in ${files.size} files, not in one: ${[...files].join(', ')}.`]
  })
}

/** An import that is computed cannot be followed, so each is written down. */
export function computedImports(house: House): readonly string[] {
  return house.computed
    .filter(({ from }) => !house.rule.computesImports.includes(from.replace(/^src\//, '')))
    .map((found) => `${at(found)} imports what it computes: name the file, or write it down.`)
}
