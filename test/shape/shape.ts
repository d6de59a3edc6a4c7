/** The shape of a house: everything that `npm run shape` tells, as data. */
import { House, type Files, type HouseRule } from '../architecture/house.ts'
import {
  castsOf,
  exportsOf,
  functionsOf,
  hasExample,
  type Casts,
  type Export,
  type MeasuredFunction,
  type Place,
} from './code.ts'
import { largestCycle, unusedExports, type Unused } from './graph.ts'
import { listingsOf, type MeasuredListing } from './listings.ts'
import { spreadOf, type Spread } from './spread.ts'

export interface Parts {
  /** Source, migrations and content. */
  readonly files: Files
  readonly tests: Files
  readonly frontDoors: readonly string[]
  readonly imports: HouseRule['imports']
}

export interface MeasuredFile {
  readonly file: string
  readonly lines: number
}

export interface FrontDoors {
  readonly exports: number
  readonly undocumented: readonly Export[]
  readonly functions: number
  /** Functions whose comment has no example with what it gives. */
  readonly withoutExample: readonly Export[]
}

export interface Shape {
  readonly fileLines: Readonly<Record<'all' | 'code' | 'astro', Spread>>
  readonly functionLines: Readonly<Record<'all' | 'migrations', Spread>>
  readonly longestFiles: readonly MeasuredFile[]
  readonly longestFunctions: readonly MeasuredFunction[]
  readonly cycle: readonly string[]
  readonly unused: Unused
  readonly casts: Casts
  readonly frontDoors: FrontDoors
  readonly listings: readonly MeasuredListing[]
}

const LONGEST = 10

export function shapeOf(parts: Parts): Shape {
  const { files } = parts
  const code = new Map([...files].filter(([file]) => isCode(file)))
  const measured = [...code].map(([file, text]) => ({ file, lines: linesIn(text) }))
  const functions = each(code, functionsOf)
  const exports = each(code, exportsOf)
  const [ups, own] = partition(functions, isMigration)
  return {
    fileLines: {
      all: spreadOf(measured.map(({ lines }) => lines)),
      code: spreadOf(measured.filter((one) => !isAstro(one)).map(({ lines }) => lines)),
      astro: spreadOf(measured.filter(isAstro).map(({ lines }) => lines)),
    },
    functionLines: {
      all: spreadOf(own.map(({ lines }) => lines)),
      migrations: spreadOf(ups.map(({ lines }) => lines)),
    },
    longestFiles: longest(measured),
    longestFunctions: longest(own),
    cycle: largestCycle(edgesOf(parts)),
    unused: unusedExports(exports, files, parts.tests),
    casts: sumOf([...code].map(([file, text]) => castsOf(file, text))),
    frontDoors: frontDoorsOf(exports.filter(({ file }) => parts.frontDoors.includes(file))),
    listings: lessonsOf(files),
  }
}

const isCode = (file: string) => /^(?:src|migrations)\/.*\.(?:ts|mjs|astro)$/.test(file)
const isAstro = ({ file }: { readonly file: string }) => file.endsWith('.astro')
const isMigration = ({ file }: Place) => file.startsWith('migrations/')
const linesIn = (text: string) => text.replace(/\n$/, '').split('\n').length

const each = <Found>(
  files: Files,
  find: (file: string, text: string) => readonly Found[],
): readonly Found[] => [...files].flatMap(([file, text]) => find(file, text))

function partition<Value>(values: readonly Value[], is: (value: Value) => boolean) {
  return [values.filter(is), values.filter((value) => !is(value))] as const
}

function longest<Measured extends MeasuredFile>(all: readonly Measured[]): readonly Measured[] {
  return all.toSorted((a, b) => b.lines - a.lines).slice(0, LONGEST)
}

/** Imports of values and of types, between files that are there. */
function edgesOf({ files, imports }: Parts) {
  const house = new House(files, {
    ...{ mayImport: {}, frontDoors: {}, packages: {}, inOneFile: [], imports },
    ...{ computesImports: [], notContextFunctions: [], contextFunctionFile: '' },
  })
  return house.edges.filter(({ kind, to }) => kind !== 'text' && files.has(to))
}

const sumOf = (all: readonly Casts[]): Casts => ({
  as: all.reduce((sum, one) => sum + one.as, 0),
  asUnknownAs: all.reduce((sum, one) => sum + one.asUnknownAs, 0),
  nonNull: all.reduce((sum, one) => sum + one.nonNull, 0),
})

function frontDoorsOf(exports: readonly Export[]): FrontDoors {
  const functions = exports.filter(({ kind }) => kind === 'function')
  return {
    exports: exports.length,
    undocumented: exports.filter(({ doc }) => doc === ''),
    functions: functions.length,
    withoutExample: functions.filter((one) => !hasExample(one)),
  }
}

function lessonsOf(files: Files): readonly MeasuredListing[] {
  const read = (file: string) => {
    const text = files.get(file)
    if (text === undefined) throw new Error(`A lesson shows ${file}, which is not there.`)
    return text
  }
  return [...files].flatMap(([file, text]) => {
    const lesson = /^content\/lessons\/(?<path>.+)\/index\.mdx$/.exec(file)?.groups?.['path']
    return lesson === undefined ? [] : listingsOf(lesson, text, read)
  })
}
