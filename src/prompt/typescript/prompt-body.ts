/**
 * Makes of typed lines the body of a function that runs where the variables of
 * the prompt are its surroundings: what a line declares outlives it, each value
 * is waited for, and the last one is the answer.
 */
import type { SyntaxNode } from '@lezer/common'
import { blankTypes, type Code, type Problem } from './blank-types.ts'
import { childrenOf, parseTypeScript } from './grammar.ts'

interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

/**
 * @example
 * promptBody('const user = find()\nuser.email').code
 * // => '(user = await ( find()\n));\nreturn await (user.email\n)'
 */
export function promptBody(source: string): Code {
  const { code, problems } = blankTypes(source)
  const nodes = childrenOf(parseTypeScript(code).topNode).filter(
    ({ name }) => !name.endsWith('Comment'),
  )
  const edits = nodes.flatMap((node) => lasting(node, code))
  const answer = answerOf(nodes.at(-1), code)
  const imported = nodes.filter(({ name }) => /^(?:Im|Ex)portDeclaration$/.test(name))
  return {
    code: edited(code, [...edits, ...answer]),
    problems: [...problems, ...imported.map(noImport)],
  }
}

const noImport = ({ from, to }: SyntaxNode): Problem => ({
  ...{ from, to, message: 'The prompt has everything already: leave the import out.' },
})

/** What a declaration becomes, so that its names are there for later lines. */
function lasting(node: SyntaxNode, code: string): readonly Edit[] {
  if (node.name === 'VariableDeclaration') {
    const text = `${assignments(node, code).join(', ')};`
    return [{ from: node.from, to: node.to, text }]
  }
  if (node.name !== 'FunctionDeclaration' && node.name !== 'ClassDeclaration') return []
  const name = node.getChild('VariableDefinition')
  if (!name) return []
  const text = `${code.slice(name.from, name.to)} = `
  return [{ from: node.from, to: node.from, text }]
}

/** `const { ok } = f(), b = 2` becomes `({ ok } = await ( f()))` and `(b = await ( 2))`. */
function assignments(node: SyntaxNode, code: string): readonly string[] {
  const made: string[] = []
  let target: SyntaxNode | null = null
  let valueFrom: number | null = null
  const take = (end: number) => {
    // A line break, because a comment may end the value.
    const value = valueFrom === null ? 'undefined' : `await (${code.slice(valueFrom, end)}\n)`
    if (target) made.push(`(${code.slice(target.from, target.to)} = ${value})`)
    target = null
    valueFrom = null
  }
  for (const child of childrenOf(node)) {
    if (child.name === 'Equals') valueFrom ??= child.to
    else if (child.name === ',') take(child.from)
    else if (valueFrom === null && /Definition|Pattern/.test(child.name)) target = child
  }
  take(node.from + code.slice(node.from, node.to).replace(/;$/, '').length)
  return made
}

function answerOf(last: SyntaxNode | undefined, code: string): readonly Edit[] {
  if (last?.name !== 'ExpressionStatement') return []
  const end = last.from + code.slice(last.from, last.to).replace(/[;\s]+$/, '').length
  return [
    { from: last.from, to: last.from, text: 'return await (' },
    { from: end, to: last.to, text: '\n)' },
  ]
}

const edited = (code: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((a, b) => b.from - a.from || b.to - a.to)
    .reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), code)
