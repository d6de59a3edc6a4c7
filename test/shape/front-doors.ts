import ts from 'typescript'
import { parse } from '../architecture/imports.ts'

/**
 * The files that the table of test/architecture.test.ts calls front doors. A
 * test cannot be imported, so its table is read as text.
 */
export function frontDoorsIn(architectureTest: string): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node, inside: boolean): void => {
    const isTable =
      ts.isPropertyAssignment(node) && ['frontDoors', 'functionDoors'].includes(node.name.getText())
    if (inside && ts.isStringLiteral(node) && !ts.isPropertyAssignment(node.parent))
      found.push(`src/${node.text}`)
    ts.forEachChild(node, (child) => visit(child, inside || isTable))
  }
  visit(parse(architectureTest), false)
  return [...new Set(found)]
}
