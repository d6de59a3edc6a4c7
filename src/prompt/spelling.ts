/**
 * Elixir or TypeScript? Both parsers are there, so both are asked. A line that
 * each can read is told apart by what is in it, and last by its reader's switch.
 */
import { read } from './elixir/read.ts'
import { NotRead } from './elixir/tree.ts'
import type { Spelling } from './helpers.ts'
import { stopsEarly } from './typescript/blank-types.ts'
import { promptBody } from './typescript/prompt-body.ts'

const ELIXIR = [
  /^\s*(?:[hiv]|exports|alias|import|require)\s+[A-Z\d]/m,
  /^\s*(?:#|iex\b)/m,
  /%\w*\{|\|>|\{:\w|<>|\+\+ \[/,
  // An atom, and no key with its value.
  /(?:^|[\s([,]):[a-z]\w*/,
  /\.[a-z]+(?:_[a-z\d]+)+[?!]?(?=[(\s]|$|\/)/,
  /\.[a-z]\w*[?!]\(/,
]
const TYPESCRIPT = [
  /^\s*(?:await|const|let|var|function|class|for|if|try|throw|async|\/\/)\b/m,
  /=>|===|\bnew\s|\?\.|`/,
  /\.[a-z]+[A-Z]\w*\(/,
  // Elixir puts a value into no field.
  /[\w\])]\.[A-Za-z]\w*\s*=[^=]/,
]

/** How a line is to be read. */
export function spellingOf(line: string, chosen: Spelling): Spelling {
  const [isElixir, isTypeScript] = [readsAsElixir(line), readsAsTypeScript(line)]
  if (isElixir !== isTypeScript) return isElixir ? 'elixir' : 'typescript'
  if (ELIXIR.some((sign) => sign.test(line))) return 'elixir'
  return TYPESCRIPT.some((sign) => sign.test(line)) ? 'typescript' : chosen
}

/** Whether it is a whole line of Elixir. */
export function readsAsElixir(line: string): boolean {
  try {
    return 'trees' in read(line)
  } catch (error) {
    if (error instanceof NotRead) return false
    throw error
  }
}

/** Whether it is a whole line of TypeScript. */
export function readsAsTypeScript(line: string): boolean {
  const body = promptBody(line)
  return body.problems.length === 0 && !stopsEarly(line, body)
}
