/**
 * Every `@example` of src/lib, and of the files beside it that are as plain, is
 * run here, and must give what its `// =>` says. Examples may use everything
 * that these files export, and the schema below.
 */
import { globSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { defineSchema } from '#lib/changeset/schema.ts'

interface User {
  id: number
  email: string
  password: string | null
}

const users = defineSchema<User>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    password: { type: 'string', virtual: true, redact: true },
  },
})

interface Example {
  readonly title: string
  readonly code: string
}

const files = globSync([
  'src/lib/**/*.ts',
  'src/course/{about,prediction,source-page}.ts',
  'src/components/levers/ddl-lines.ts',
  'src/router.ts',
]).toSorted()

function examplesIn(file: string): readonly Example[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/\/\*\*[^]*?\*\//g)].flatMap(({ 0: comment, index }) => {
    const lines = comment.replace(/\*\/$/, '').split('\n')
    const start = lines.findIndex((line) => line.trim() === '* @example')
    if (start < 0) return []
    const code = lines
      .slice(start + 1)
      .map((line) => line.replace(/^\s*\* ?/, ''))
      .join('\n')
    return [{ title: `${file}:${text.slice(0, index).split('\n').length + start}`, code }]
  })
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

const modules: Record<string, unknown> = { users }
for (const file of files) {
  Object.assign(modules, await import(/* @vite-ignore */ pathToFileURL(file).href))
}

const examples = files.flatMap(examplesIn)

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(20)
})

test.for(examples)('$title', async ({ code }) => {
  const checked: [unknown, unknown][] = []
  const { outputText } = ts.transpileModule(program(code), {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  })
  // A function for each example, so that its names hide those of the files.
  const AsyncFunction = (async () => Promise.resolve()).constructor as new (
    ...names: readonly string[]
  ) => (...values: readonly unknown[]) => Promise<void>
  const run = new AsyncFunction(
    '__check',
    '__lib',
    `with (__lib) { await (async () => {${outputText}})() }`,
  )

  await run((actual: unknown, expected: unknown) => checked.push([actual, expected]), modules)

  expect(checked.length).toBe(code.split('// =>').length - 1)
  for (const [actual, expected] of checked) expect(actual).toEqual(expected)
})
