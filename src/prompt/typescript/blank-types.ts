/**
 * Makes JavaScript of TypeScript without a compiler: types become blanks, so
 * that every line and column of an error is the one that somebody typed. It
 * uses the parser that the editor has already, and guesses nothing: what the
 * grammar does not read is a problem, with its place.
 */
import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common'
import { parseTypeScript } from './grammar.ts'

/** What keeps code from running, and where. */
export interface Problem {
  readonly from: number
  readonly to: number
  readonly message: string
}

export interface Code {
  readonly code: string
  readonly problems: readonly Problem[]
}

interface Stretch {
  readonly from: number
  readonly to: number
}

/** Of which nothing is left. */
const TYPES = new Set([
  ...['TypeAnnotation', 'TypePredicate', 'TypeParamList', 'TypeArgList', 'Privacy', 'Optional'],
  ...['InterfaceDeclaration', 'TypeAliasDeclaration'],
  ...['AmbientDeclaration', 'AmbientFunctionDeclaration'],
])
const MODIFIERS = new Set(['readonly', 'abstract', 'override', 'declare'])
// In a type these words are part of what goes anyway.
const WITHIN_TYPE = /^Type|^(?:Object|Array|Readonly)Type/
// They are code that a compiler makes. Node does not take them either.
const COMPILED = new Set(['EnumDeclaration', 'NamespaceDeclaration', 'PrefixCast'])
const TYPE_EXPORTS = [
  ...['type', 'InterfaceDeclaration', 'TypeAliasDeclaration', 'AmbientDeclaration'],
]

/**
 * The code without its types, of the same length.
 *
 * @example
 * blankTypes('const a: number = b as number').code
 * // => 'const a         = b          '
 */
export function blankTypes(source: string): Code {
  const blanks: Stretch[] = []
  const problems: Problem[] = []
  parseTypeScript(source).iterate({
    enter(ref) {
      const problem = problemOf(ref, source)
      if (problem) problems.push(problem)
      // Behind an error the grammar goes on: there may be more of them.
      if (problem && !ref.type.isError) return false
      const type = problem ? null : typeAt(ref, source)
      if (type) blanks.push(type)
      return type === null
    },
  })
  return { code: withBlanks(source, blanks), problems }
}

function withBlanks(source: string, blanks: readonly Stretch[]): string {
  let code = ''
  let at = 0
  for (const { from, to } of blanks) {
    // What is blank already may lie within another.
    if (to <= at) continue
    const start = Math.max(from, at)
    code += source.slice(at, start) + source.slice(start, to).replaceAll(/[^\n\r]/g, ' ')
    at = to
  }
  return code + source.slice(at)
}

function problemOf({ type, name, from, to }: SyntaxNodeRef, source: string): Problem | null {
  if (type.isError) {
    const next = source.slice(from, from + 12).trim()
    const message =
      next === '' ? 'It stops too early.' : `TypeScript does not read on at “${next}”.`
    return { from, to, message }
  }
  if (!COMPILED.has(name)) return null
  const word = /^\w+/.exec(source.slice(from, to))?.[0]
  const what = word === undefined ? 'A cast in angle brackets' : `“${word}”`
  return { from, to, message: `${what} is more than types: a compiler would have to write it.` }
}

/** Where a type stands that has to go: this node, or more than it. */
function typeAt({ name, from, to, node }: SyntaxNodeRef, source: string): Stretch | null {
  const { parent } = node
  const within = parent?.name ?? ''
  if (TYPES.has(name)) return { from, to }
  if (MODIFIERS.has(name)) return WITHIN_TYPE.test(within) ? null : { from, to }
  switch (name) {
    case 'LogicOp': {
      const isAssertion = within === 'PostfixExpression' || within === 'PropertyDeclaration'
      return isAssertion && source.slice(from, to) === '!' ? { from, to } : null
    }
    case 'as':
    case 'satisfies':
      return within === 'BinaryExpression' ? { from, to: parent?.to ?? to } : null
    case 'implements':
      return { from, to: parent?.getChild('ClassBody')?.from ?? to }
    case 'this':
      return within === 'ParamList' ? { from, to: behindComma(node) } : null
    case 'type':
      return /^(?:Import|Export)Group$/.test(within) ? { from, to: behindComma(node) } : null
    case 'ImportDeclaration':
    case 'ExportDeclaration':
      return TYPE_EXPORTS.some((each) => node.getChild(each)) ? { from, to } : null
    case 'FunctionDeclaration':
    case 'MethodDeclaration':
      // An overload has no body.
      return node.getChild('Block') ? null : { from, to }
    case 'PropertyDeclaration':
      return node.getChild('declare') || node.getChild('abstract') ? { from, to } : null
  }
  return null
}

function behindComma(node: SyntaxNode): number {
  let last = node
  while (last.nextSibling && !/^[,)}]$/.test(last.nextSibling.name)) last = last.nextSibling
  const next = last.nextSibling
  return next?.name === ',' ? next.to : last.to
}

/** Whether a text stops too early, and another line may make it whole. */
export const stopsEarly = (source: string, { problems }: Code): boolean =>
  problems.some(({ from }) => source.slice(from).trim() === '')
