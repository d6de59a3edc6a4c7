/** Where styles stand. Each function answers one sentence for each breach of its rule. */
import { classesIn, dressedBy, styleRules, type StyleRule } from './css.ts'
import type { House } from './house.ts'

export interface SheetRule {
  /** Sheets of every page, whose classes belong to no component: others may dress them further. */
  readonly ground: readonly string[]
  /** Sheets that place what others dress, or dress it further for later. */
  readonly layouts: readonly string[]
  /** The layer of a sheet, by how its path begins. Any other sheet has none. */
  readonly layers: Readonly<Record<string, string>>
  /** Classes that a file puts together when it runs, so that its text does not name them. */
  readonly builtWhenRun: Readonly<Record<string, readonly string[]>>
}

interface Sheet {
  readonly path: string
  readonly rules: readonly StyleRule[]
}

const sheetsOf = ({ files }: House): readonly Sheet[] =>
  [...files]
    .filter(([path]) => path.endsWith('.css'))
    .map(([path, source]) => ({ path, rules: styleRules(source) }))

const dressedIn = ({ rules }: Sheet): ReadonlySet<string> =>
  new Set(rules.flatMap(({ selectors }) => selectors.flatMap(dressedBy)))

const isGround = ({ ground }: SheetRule, { path }: Sheet): boolean =>
  ground.some((start) => path.startsWith(start))

/** Whoever wonders why something looks as it does reads one file. */
export function classesInManySheets(house: House, rule: SheetRule): readonly string[] {
  return [...homesOf(house, rule)]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `.${name} is dressed in ${paths.join(' and ')}: once is enough.`)
}

/** A selector that nothing answers to is left over from something. */
export function deadClasses(house: House, rule: SheetRule): readonly string[] {
  const written = writtenClasses(house, rule)
  const { down, up } = importsOf(house)
  const scripts = [...written].filter(([path]) => !path.endsWith('.astro'))
  const byScripts = new Set(scripts.flatMap(([, names]) => [...names]))
  const everywhere = new Set([...written.values()].flatMap((names) => [...names]))

  return sheetsOf(house).flatMap((sheet) => {
    const { path, rules } = sheet
    const isCommon = isGround(rule, sheet) || rule.layouts.includes(path)
    // A sheet dresses what its own component draws, and the parts of that. It may name whatever stands around it.
    const parts = [...(up.get(path) ?? [])].flatMap((user) => [...reach(user, down)])
    const here = new Set(parts.flatMap((part) => [...(written.get(part) ?? [])]))
    const dressed = isCommon ? new Set<string>() : dressedIn(sheet)
    const isDrawn = (name: string) =>
      byScripts.has(name) || (dressed.has(name) ? here : everywhere).has(name)
    const named = new Set(rules.flatMap(({ selectors }) => selectors.flatMap(classesIn)))
    return [...named]
      .filter((name) => !isDrawn(name))
      .map((name) => `${path} names .${name}, which nothing that imports it draws.`)
  })
}

/** A page ships the sheets of whatever it draws. */
export function undressedClasses(house: House, rule: SheetRule): readonly string[] {
  const written = writtenClasses(house, rule)
  const homes = homesOf(house, rule)
  const { down } = importsOf(house)
  const pages = [...house.files.keys()].filter((path) => /^src\/pages\/.*\.astro$/.test(path))

  return pages.flatMap((page) => {
    const shipped = reach(page, down)
    const drawn = new Set([...shipped].flatMap((part) => [...(written.get(part) ?? [])]))
    return [...drawn].flatMap((name) => {
      const home = homes.get(name) ?? []
      if (home.length === 0 || home.some((path) => shipped.has(path))) return []
      return [`${page} draws .${name} without ${home.join(' or ')}.`]
    })
  })
}

/** By its layer a sheet gives way to those above it, in whatever order they come. */
export function sheetsOutOfLayer(house: House, { layers }: SheetRule): readonly string[] {
  return sheetsOf(house).flatMap(({ path, rules }) => {
    const room = Object.keys(layers).find((start) => path.startsWith(start))
    const wanted = room === undefined ? null : layers[room]!
    const place = wanted === null ? 'outside of layers' : `in @layer ${wanted}`
    return rules
      .filter(({ layer }) => layer !== wanted)
      .map(({ line, selectors }) => `${path}:${line} ${selectors[0]} belongs ${place}.`)
  })
}

/** The sheets that dress each class of a component. */
function homesOf(house: House, rule: SheetRule): ReadonlyMap<string, readonly string[]> {
  const sheets = sheetsOf(house).filter(({ path }) => !rule.layouts.includes(path))
  const ground = sheets.filter((sheet) => isGround(rule, sheet))
  const common = new Set(ground.flatMap((sheet) => [...dressedIn(sheet)]))
  const homes = new Map<string, string[]>()
  for (const sheet of sheets) {
    if (ground.includes(sheet)) continue
    for (const name of dressedIn(sheet)) {
      if (!common.has(name)) homes.set(name, [...(homes.get(name) ?? []), sheet.path])
    }
  }
  return homes
}

type Ways = ReadonlyMap<string, ReadonlySet<string>>

function importsOf({ edges }: House): { readonly down: Ways; readonly up: Ways } {
  const down = new Map<string, Set<string>>()
  const up = new Map<string, Set<string>>()
  for (const { from, to, kind, inBrowser } of edges) {
    // A script waits until there is something for it to do: what dresses it comes with that.
    if (kind !== 'value' || inBrowser) continue
    down.set(from, (down.get(from) ?? new Set()).add(to))
    up.set(to, (up.get(to) ?? new Set()).add(from))
  }
  return { down, up }
}

function reach(start: string, down: Ways): ReadonlySet<string> {
  const found = new Set([start])
  for (const path of found) for (const next of down.get(path) ?? []) found.add(next)
  return found
}

/** The classes that each file writes into a page. */
function writtenClasses(
  { files }: House,
  { builtWhenRun }: SheetRule,
): ReadonlyMap<string, ReadonlySet<string>> {
  const code = [...files].filter(([path]) => /\.(?:astro|mdx|[cm]?[jt]s)$/.test(path))
  return new Map(
    code.map(([path, source]) => [
      path,
      new Set([...classNames(source), ...(builtWhenRun[path] ?? [])]),
    ]),
  )
}

// `class="…"`, `className = '…'`, `class: '…'`
const TEXT = /\bclass(?:Name)?(?:\s*=\s*|:\s*)(["'])(.*?)\1/g
// `class={…}`, `class:list={…}`, `className = …`
const EXPRESSION = /\bclass(?::list)?=\{((?:[^{}]|\{[^{}]*\})*)\}|\bclassName = (.*)/g

function classNames(source: string): readonly string[] {
  const texts = [...source.matchAll(TEXT)].map(([, , names]) => names!)
  const expressions = [...source.matchAll(EXPRESSION)].map(([, list, value]) => list ?? value!)
  return [...texts, ...expressions].flatMap((text) => text.match(/[a-z][\w-]*/gi) ?? [])
}
