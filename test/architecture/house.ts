import { matchesGlob, posix } from 'node:path'
import { importsOf, type Import } from './imports.ts'

/** The import rule, as a table. */
export interface HouseRule {
  /**
   * Each row, from the roof down, and the rows whose values it may import. A
   * row is a folder of `src`, a folder of the top level, or one file. Types may
   * come from whatever those rows stand on, too: nothing of them is left when
   * the program runs.
   */
  readonly mayImport: Readonly<Record<string, readonly string[]>>
  /** The files through which a context is entered. */
  readonly frontDoors: Readonly<Record<string, readonly string[]>>
  /** Each package, and the rows in which it may stand. `name*` stands for all that begin so. */
  readonly packages: Readonly<Record<string, readonly string[]>>
  /** Packages that will be replaced one day: one file knows each. */
  readonly inOneFile: readonly string[]
  /** The `imports` of `package.json`: some lead to another file where a browser runs them. */
  readonly imports: Readonly<Record<string, string | Conditional>>
  /** Files that import what they compute, and so cannot be followed. */
  readonly computesImports: readonly string[]
}

interface Conditional {
  readonly browser: string
  readonly default: string
}

/** A file's text by its path from the top: `src/lib/pipe.ts`. */
export type Files = ReadonlyMap<string, string>

/** An import whose target is a file of the project. */
export interface Edge extends Import {
  readonly from: string
  readonly to: string
  /** Where the same import leads in a browser. */
  readonly toInBrowser: string
}

/** An import of a package, or of one of Node's own modules. */
export interface PackageImport extends Import {
  readonly from: string
  readonly name: string
}

export class House {
  readonly rule: HouseRule
  readonly files: Files
  readonly edges: readonly Edge[]
  readonly packageImports: readonly PackageImport[]
  readonly computed: readonly (Import & { readonly from: string })[]

  constructor(files: Files, rule: HouseRule) {
    this.files = files
    this.rule = rule
    const imports = [...files].flatMap(([from, source]) =>
      importsOf(from, source).map((found) => ({ ...found, from })),
    )
    this.computed = imports.filter(({ specifier }) => specifier === null)
    const located = imports.flatMap((found) => {
      if (found.specifier === null) return []
      return [
        { ...found, name: found.specifier, targets: this.#targetsOf(found.from, found.specifier) },
      ]
    })
    this.edges = located.flatMap(({ targets, ...found }) =>
      (targets ?? []).map((target) => ({ ...found, ...target })),
    )
    this.packageImports = located.filter(({ targets }) => targets === null)
  }

  /** The row that a file belongs to, or `null`. */
  rowOf(path: string): string | null {
    const inside = path.replace(/^src\//, '')
    const rows = Object.keys(this.rule.mayImport)
    return rows.find((row) => inside === row || inside.startsWith(`${row}/`)) ?? null
  }

  /** The rows that a row stands on, however deep. */
  below(row: string): readonly string[] {
    const direct = this.rule.mayImport[row] ?? []
    return [...new Set(direct.flatMap((one) => [one, ...this.below(one)]))]
  }

  /** Where an import leads in the project, or `null` for a package. */
  #targetsOf(from: string, specifier: string): readonly Target[] | null {
    const named = this.rule.imports[specifier]
    if (typeof named === 'object')
      return [{ to: fromTop(named.default), toInBrowser: fromTop(named.browser) }]
    const path = pathOf(from, specifier)
    if (path === null) return null
    const paths = path.includes('*')
      ? [...this.files.keys()].filter((file) => matchesGlob(file, path))
      : [path]
    return paths.map((to) => ({ to, toInBrowser: to }))
  }
}

type Target = Pick<Edge, 'to' | 'toInBrowser'>

const fromTop = (path: string) => path.replace(/^\.\//, '')

function pathOf(from: string, specifier: string): string | null {
  if (specifier.startsWith('!')) return ''
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  return specifier.startsWith('/') ? specifier.slice(1) : null
}
