/** How files are made. Each function answers one sentence for each breach of its rule. */
import ts from 'typescript'
import type { House } from './house.ts'
import { parse } from './imports.ts'

/** Files do not import each other in a circle, nor their types: each can be read before those above it. Whoever reads a file's text is not above it. */
export function cycles(house: House): readonly string[] {
  const targets = Map.groupBy(
    house.edges.filter(({ kind, to }) => kind !== 'text' && house.files.has(to)),
    ({ from }) => from,
  )
  const found: string[] = []
  const done = new Set<string>()
  const follow = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '))
    if (start >= 0 || done.has(path)) return
    for (const { to } of targets.get(path) ?? []) follow(to, [...trail, path])
    done.add(path)
  }
  for (const path of house.files.keys()) follow(path, [])
  return found
}

/** A file that only passes on what others export hides where things are. */
export function barrels(house: House): readonly string[] {
  return [...house.files]
    .filter(([path, source]) => /\.[cm]?[jt]sx?$/.test(path) && isBarrel(parse(source)))
    .map(([path]) => `${path} only re-exports: import from the files themselves.`)
}

function isBarrel({ statements }: ts.SourceFile): boolean {
  const passesOn = (statement: ts.Statement) =>
    ts.isExportDeclaration(statement) ||
    (ts.isExportAssignment(statement) && ts.isIdentifier(statement.expression))
  return (
    statements.some((statement) => passesOn(statement) && !isEmptyExport(statement)) &&
    statements.every((statement) => passesOn(statement) || ts.isImportDeclaration(statement))
  )
}

// `export {}` makes a file of declarations a module.
function isEmptyExport(statement: ts.Statement): boolean {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier) return false
  const clause = statement.exportClause
  return clause !== undefined && ts.isNamedExports(clause) && clause.elements.length === 0
}
