/**
 * Reads what a source file says of its functions: what each takes, what stands
 * above it, and in which line it begins. It reads files as Prettier leaves
 * them: a function begins at the left margin, and its comment ends in the line
 * before, or before the line with which a listing of it begins.
 */
export interface FunctionDocs {
  readonly name: string
  /** As an editor counts, from 1. */
  readonly line: number
  readonly parameters: readonly Parameter[]
  /** The sentences above it, in one line for each paragraph. */
  readonly text: string
  /** The first of them. */
  readonly sentence: string
  /** What stands behind `In Phoenix: `, in backticks: `register_user/1`. */
  readonly phoenix: string | null
  /** The lines of its `@example`. */
  readonly example: string | null
}

export interface Parameter {
  /** One that is taken apart is called by its type: `scope`, `options`. */
  readonly name: string
  /** As it is written; empty where it is inferred. */
  readonly type: string
  readonly optional: boolean
}

const FUNCTION = /^(?:export )?(?:async )?function (?<name>\w+)/gm
// The last comment before the function: no other one ends where it begins. What a lesson quotes may begin between.
const COMMENT = /\/\*\*(?<lines>(?:[^*]|\*(?!\/))*)\*\/\n(?:\/\/ #region [\w-]+\n)*$/
const PHOENIX = /\bIn Phoenix: `(?<phoenix>[^`]+)`/

/** Every function that is declared at the left margin, in order. */
export function readFunctions(source: string): readonly FunctionDocs[] {
  return [...source.matchAll(FUNCTION)].map((found) => {
    const name = found.groups?.['name'] ?? ''
    const before = source.slice(0, found.index)
    const { text, example } = readComment(COMMENT.exec(before)?.groups?.['lines'] ?? '')
    return Object.freeze({
      name,
      line: before.split('\n').length,
      parameters: readParameters(source.slice(source.indexOf('(', found.index))),
      text,
      sentence: firstSentence(text),
      phoenix: PHOENIX.exec(text)?.groups?.['phoenix'] ?? null,
      example,
    })
  })
}

function readComment(comment: string): Pick<FunctionDocs, 'text' | 'example'> {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
  const [words, ...examples] = lines
    .join('\n')
    .trim()
    .split(/^@example$/m)
  const paragraphs = (words ?? '').trim().split(/\n{2,}/)
  return {
    text: paragraphs.map((paragraph) => paragraph.replaceAll('\n', ' ')).join('\n'),
    example: examples[0]?.trim() ?? null,
  }
}

const firstSentence = (text: string) => /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text

/** `source` begins with the bracket that opens the parameters. */
function readParameters(source: string): readonly Parameter[] {
  return splitAtTop(insideBrackets(source), ',')
    .map((written) => written.replaceAll(/\s+/g, ' ').trim())
    .filter((written) => written !== '')
    .map((written) => {
      const [declared = '', value] = splitAtTop(written, '=')
      const [left = '', ...rest] = splitAtTop(declared, ':')
      const type = rest.join(':').trim()
      const optional = value !== undefined || left.trim().endsWith('?')
      return { name: nameOf(left.trim().replace(/\?$/, ''), type), type, optional }
    })
}

function nameOf(left: string, type: string): string {
  if (/^\w+$/.test(left)) return left
  return /Scope\b/.test(type) ? 'scope' : 'options'
}

const OPENING = '([{<'
const CLOSING = ')]}>'

function insideBrackets(source: string): string {
  let depth = 0
  for (let at = 0; at < source.length; at += 1) {
    depth += turnAt(source, at)
    if (depth === 0) return source.slice(1, at)
  }
  return ''
}

/** Splits a text at each `separator` that stands in no brackets. */
function splitAtTop(text: string, separator: string): readonly string[] {
  const parts: string[] = []
  let [depth, from] = [0, 0]
  for (let at = 0; at < text.length; at += 1) {
    depth += turnAt(text, at)
    if (depth > 0 || text[at] !== separator || isArrow(text, at)) continue
    parts.push(text.slice(from, at))
    from = at + 1
  }
  return [...parts, text.slice(from)]
}

function turnAt(text: string, at: number): number {
  if (OPENING.includes(text[at]!)) return 1
  return CLOSING.includes(text[at]!) && !isArrow(text, at - 1) ? -1 : 0
}

const isArrow = (text: string, at: number) => text.startsWith('=>', at)
