/**
 * What a line of Elixir says, as plain data: the page reads it, where the
 * editor has the parser already, and the worker evaluates it without one.
 */
export type Tree =
  | { readonly is: 'value'; readonly value: string | number | boolean | null }
  | { readonly is: 'time'; readonly milliseconds: number }
  | { readonly is: 'atom' | 'variable' | 'module' | 'pinned'; readonly name: string }
  | { readonly is: 'text' | 'list' | 'tuple'; readonly parts: readonly Tree[] }
  | { readonly is: 'keywords'; readonly pairs: readonly Pair[] }
  | {
      readonly is: 'map'
      /** `%User{}` */
      readonly struct: string | null
      /** `%{user | …}` */
      readonly update: Tree | null
      readonly pairs: readonly Pair[]
    }
  | {
      readonly is: 'call'
      readonly of: Tree | null
      readonly name: string
      readonly args: readonly Tree[]
      /** Without brackets, `user.email` reads a field. */
      readonly hasBrackets: boolean
    }
  | { readonly is: 'access'; readonly of: Tree; readonly key: Tree }
  | { readonly is: 'match'; readonly pattern: Tree; readonly to: Tree }
  | { readonly is: 'operator'; readonly name: string; readonly left: Tree; readonly right: Tree }
  | { readonly is: 'not'; readonly of: Tree }
  | { readonly is: 'capture'; readonly body: Tree }
  /** `&1` */
  | { readonly is: 'operand'; readonly number: number }

export type Pair = readonly [key: Tree, value: Tree]

/** What whoever typed it can do something about. */
export class NotRead extends Error {
  override readonly name = 'NotRead'
  /** Where in the text. */
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}
