/** Finds the `@example`s of a source file, and runs them: each `// =>` is a claim about the expression before it. */
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect } from 'vitest'

export interface Example {
  /** `src/lib/pipe.ts:6` */
  readonly title: string
  readonly file: string
  readonly code: string
}

export function examplesIn(file: string): readonly Example[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/\/\*\*[^]*?\*\//g)].flatMap(({ 0: comment, index }) => {
    const lines = comment.replace(/\*\/$/, '').split('\n')
    const start = lines.findIndex((line) => line.trim() === '* @example')
    if (start < 0) return []
    const code = lines
      .slice(start + 1)
      .map((line) => line.replace(/^\s*\* ?/, ''))
      .join('\n')
    const line = text.slice(0, index).split('\n').length + start
    return [{ title: `${file}:${line}`, file, code }]
  })
}

/** Runs an example in which `names` can be used, and compares what it claims. */
export async function runExample(
  { code }: Example,
  names: Readonly<Record<string, unknown>>,
): Promise<void> {
  const checked: [unknown, unknown][] = []
  const { outputText } = ts.transpileModule(program(code), {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  })
  // A function for each example, so that its names hide those that are given.
  const AsyncFunction = (async () => Promise.resolve()).constructor as new (
    ...names: readonly string[]
  ) => (...values: readonly unknown[]) => Promise<void>
  const run = new AsyncFunction(
    '__check',
    '__names',
    `with (__names) { await (async () => {${outputText}})() }`,
  )

  await run((actual: unknown, expected: unknown) => checked.push([actual, expected]), names)

  expect(checked.length).toBe(code.split('// =>').length - 1)
  for (const [actual, expected] of checked) expect(actual).toEqual(expected)
}

/** Each `// =>` becomes a check of the expression in front of it. */
function program(code: string): string {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true)
  return source.statements
    .map((statement) => {
      const behind = code.slice(statement.end).split('\n').slice(1)[0] ?? ''
      const expected = /^\s*\/\/ => (.*)$/.exec(behind)?.[1]
      if (!expected || !ts.isExpressionStatement(statement)) return statement.getText()
      return `__check(${statement.expression.getText()}, ${expected})`
    })
    .join('\n')
}
