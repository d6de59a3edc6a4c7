import { parseTypeScript } from './grammar.ts'

/** A name behind `from` or in `import(…)`, and where it stands, with its quotes. */
export interface Import {
  readonly from: number
  readonly to: number
  readonly name: string
}

const IMPORTING = /^(?:Import|Export)Declaration$|^DynamicImport/

/**
 * Where a module names another, so that an address can be put in its place.
 *
 * @example
 * importsOf("import { pipe } from 'glasshouse/changeset'")
 * // => [{ from: 21, to: 43, name: 'glasshouse/changeset' }]
 */
export function importsOf(code: string): readonly Import[] {
  const found: Import[] = []
  parseTypeScript(code).iterate({
    enter({ name, from, to, node }) {
      if (name !== 'String' || !IMPORTING.test(node.parent?.name ?? '')) return
      found.push({ from, to, name: code.slice(from + 1, to - 1) })
    },
  })
  return found
}
