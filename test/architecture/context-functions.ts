import { basename } from 'node:path'
import ts from 'typescript'
import type { House } from './house.ts'
import { parse } from './imports.ts'

interface Export {
  readonly name: string
  readonly file: string
  readonly node: ts.Node
}

/**
 * A function of a context that takes a scope is made by `contextFunction`, under
 * the name that readers know: else it is missing from the trace, or is called something else there.
 * Readers know it as Elixir would write it, `Accounts.registerUser`.
 */
export function contextFunctionsWithoutTrace(house: House): readonly string[] {
  const { frontDoors, functionDoors = [] } = house.rule
  const doors = [
    ...Object.values(frontDoors).map(([door = '']) => [basename(door, '.ts'), door] as const),
    ...functionDoors.map((door) => [basename(door, '.ts'), door] as const),
  ]
  return doors.flatMap(([context, door]) =>
    exportsOf(house, `src/${door}`)
      .filter(({ name }) => !house.rule.notContextFunctions.includes(name))
      .flatMap((found) => {
        const complaint = complaintAbout(house, context, found)
        return complaint ? [`${found.file}: ${found.name} ${complaint}`] : []
      }),
  )
}

function complaintAbout(
  house: House,
  context: string,
  { name, file, node }: Export,
): string | null {
  const call = ts.isCallExpression(node) ? node : null
  if (call?.expression.getText() !== 'contextFunction') {
    return functionsIn(node).some(takesScope)
      ? 'takes a scope, so it is made by contextFunction.'
      : null
  }
  const isOurs = house.edges.some(
    ({ from, to, kind }) =>
      from === file && kind === 'value' && to === house.rule.contextFunctionFile,
  )
  if (!isOurs) return `is not made by the contextFunction of ${house.rule.contextFunctionFile}.`
  const [given] = call.arguments
  const knownAs = `${context[0]!.toUpperCase()}${context.slice(1)}.${name}`
  if (given && ts.isStringLiteralLike(given) && given.text === knownAs) return null
  return `is called ${given?.getText()} in the trace, not '${knownAs}'.`
}

type FunctionNode =
  ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration

function isFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node)
  )
}

/** The function itself, or those that stand in a call or an object: `memoize((scope) => …)`. */
function functionsIn(node: ts.Node): readonly FunctionNode[] {
  if (isFunction(node)) return [node]
  if (ts.isCallExpression(node)) return node.arguments.flatMap(functionsIn)
  if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap(functionsIn)
  if (ts.isPropertyAssignment(node)) return functionsIn(node.initializer)
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node)
  ) {
    return functionsIn(node.expression)
  }
  return []
}

function takesScope({ parameters: [first] }: FunctionNode): boolean {
  if (!first) return false
  return first.name.getText() === 'scope' || /Scope\b/.test(first.type?.getText() ?? '')
}

/** What a file exports, its re-exports followed to where they are written. */
function exportsOf(house: House, file: string): readonly Export[] {
  const source = house.files.get(file)
  if (source === undefined) return []
  const { statements } = parse(source)
  const declared = declarationsOf(statements, file)

  return statements.flatMap((statement) => {
    if (ts.isExportAssignment(statement)) {
      const { expression } = statement
      const local = ts.isIdentifier(expression) ? declared.get(expression.text) : undefined
      return [local ?? { name: 'default', file, node: expression }]
    }
    if (!ts.isExportDeclaration(statement)) {
      const isExported = ts.canHaveModifiers(statement)
        ? ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
        : false
      return isExported ? [...declarationsOf([statement], file).values()] : []
    }
    if (statement.isTypeOnly) return []
    const passedOn = statement.moduleSpecifier
      ? new Map(exportsOf(house, targetOf(house, file, statement)).map((each) => [each.name, each]))
      : declared
    const clause = statement.exportClause
    if (!clause) return [...passedOn.values()]
    if (!ts.isNamedExports(clause)) return []
    return clause.elements.flatMap(({ name, propertyName }) => {
      const found = passedOn.get((propertyName ?? name).text)
      return found ? [{ ...found, name: name.text }] : []
    })
  })
}

function targetOf(house: House, file: string, { moduleSpecifier }: ts.ExportDeclaration): string {
  const written = (moduleSpecifier as ts.StringLiteral).text
  return house.edges.find(({ from, specifier }) => from === file && specifier === written)?.to ?? ''
}

function declarationsOf(
  statements: readonly ts.Statement[],
  file: string,
): ReadonlyMap<string, Export> {
  const found = statements.flatMap((statement): readonly Export[] => {
    if (ts.isFunctionDeclaration(statement)) {
      return [{ name: statement.name?.text ?? 'default', file, node: statement }]
    }
    if (!ts.isVariableStatement(statement)) return []
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      initializer ? [{ name: name.getText(), file, node: initializer }] : [],
    )
  })
  return new Map(found.map((each) => [each.name, each]))
}
