/** What TypeScript’s own parser finds in one file: functions, casts, exports. */
import ts from 'typescript'
import { parse, partsOf } from '../architecture/imports.ts'

export interface Place {
  readonly file: string
  readonly line: number
  readonly name: string
}

export interface MeasuredFunction extends Place {
  /** From its first word to its last brace, without the comment above it. */
  readonly lines: number
}

export interface Casts {
  /** `x as A`, but not `as const`, which says no more than what is there. */
  readonly as: number
  /** Of these, the ones that go by way of `unknown`. */
  readonly asUnknownAs: number
  /** `x!` */
  readonly nonNull: number
}

export interface Export extends Place {
  readonly kind: 'function' | 'value' | 'type'
  /** The comment `/** … *\/` above it, or an empty text. */
  readonly doc: string
}

const sourcesOf = (file: string, text: string): readonly ts.SourceFile[] =>
  /\.(?:[cm]?[jt]s|astro)$/.test(file) ? partsOf(file, text).map(({ source }) => parse(source)) : []

const lineOf = (source: ts.SourceFile, position: number) =>
  source.getLineAndCharacterOfPosition(position).line + 1

/** A node and all that it is made of. */
function nodesIn(node: ts.Node): readonly ts.Node[] {
  const found = [node]
  ts.forEachChild(node, (child) => void found.push(...nodesIn(child)))
  return found
}

/** Declarations, methods, accessors, constructors, and functions that are bound to a name. */
export function functionsOf(file: string, text: string): readonly MeasuredFunction[] {
  return sourcesOf(file, text).flatMap((source) =>
    nodesIn(source).flatMap((node) => {
      const name = nameOfFunction(node)
      if (name === null) return []
      const line = lineOf(source, node.getStart(source))
      return [{ file, line, name, lines: lineOf(source, node.end) - line + 1 }]
    }),
  )
}

function nameOfFunction(node: ts.Node): string | null {
  if (ts.isConstructorDeclaration(node) && node.body) return 'constructor'
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isAccessor(node))
    return node.body ? (node.name?.getText() ?? 'default') : null
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return nameOfBinding(node.parent)
  return null
}

function nameOfBinding(parent: ts.Node): string | null {
  const binds = ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)
  return binds ? parent.name.getText() : null
}

/** How often a file tells the compiler what it did not find out. */
export function castsOf(file: string, text: string): Casts {
  const nodes = sourcesOf(file, text).flatMap(nodesIn)
  const casts = nodes.filter(ts.isAsExpression).filter(({ type }) => type.getText() !== 'const')
  return {
    as: casts.length,
    asUnknownAs: casts.filter(({ expression }) => isUnknown(expression)).length,
    nonNull: nodes.filter(ts.isNonNullExpression).length,
  }
}

const isUnknown = (node: ts.Expression) =>
  ts.isAsExpression(node) && node.type.kind === ts.SyntaxKind.UnknownKeyword

/** Each name that a file gives away, with what is said of it. */
export function exportsOf(file: string, text: string): readonly Export[] {
  return sourcesOf(file, text).flatMap((source) => {
    const docs = docsOf(source)
    return source.statements.filter(isExported).flatMap((statement) =>
      namesOf(statement).map(({ name, kind, node }) => ({
        ...{ file, name, kind, line: lineOf(source, node.getStart(source)) },
        doc: docBefore(source, statement) || (docs.get(name) ?? ''),
      })),
    )
  })
}

/** Whether its comment has an example that says what it gives. One in the line of the tag is not run. */
export const hasExample = ({ doc }: Pick<Export, 'doc'>): boolean =>
  /^ *\* @example\n[^]*^ *\* \/\/ => /m.test(doc)

const isExported = (statement: ts.Statement) =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)

interface Named {
  readonly name: string
  readonly kind: Export['kind']
  readonly node: ts.Node
}

function namesOf(statement: ts.Statement): readonly Named[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(namesOfDeclaration)
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return [{ name: statement.name.text, kind: 'type', node: statement }]
  if (ts.isFunctionDeclaration(statement))
    return [{ name: statement.name?.text ?? 'default', kind: 'function', node: statement }]
  if (ts.isClassDeclaration(statement))
    return [{ name: statement.name?.text ?? 'default', kind: 'value', node: statement }]
  return []
}

// `export const { a, b } = context('A', { a, b })` gives away functions that stand further up.
function namesOfDeclaration(node: ts.VariableDeclaration): readonly Named[] {
  if (ts.isObjectBindingPattern(node.name))
    return node.name.elements.map((element) => ({
      ...{ name: element.name.getText(), kind: 'function', node: element },
    }))
  const kind = node.initializer && makesFunction(node.initializer) ? 'function' : 'value'
  return [{ name: node.name.getText(), kind, node }]
}

/** A function, or a call that is given one: `contextFunction('Accounts.getUser', async (…) => …)`. */
function makesFunction(node: ts.Expression): boolean {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return true
  return ts.isCallExpression(node) && node.arguments.some(makesFunction)
}

/** What is said of each name at its declaration, exported or not. */
function docsOf(source: ts.SourceFile): ReadonlyMap<string, string> {
  const documented = source.statements.filter((each) => docBefore(source, each) !== '')
  return new Map(
    documented.flatMap((each) =>
      namesOf(each).map(({ name }) => [name, docBefore(source, each)] as const),
    ),
  )
}

/** The last comment above it, unless a blank line is between them: that one is about the file. */
function docBefore(source: ts.SourceFile, node: ts.Node): string {
  const { text } = source
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []
  const last = comments.findLast(({ pos }) => text.startsWith('/**', pos))
  if (!last || /\n\s*\n/.test(text.slice(last.end, node.getStart(source)))) return ''
  return text.slice(last.pos, last.end)
}
