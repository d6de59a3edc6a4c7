import { describe, expect, test } from 'vitest'
import { importsOf } from '#prompt/typescript/imports-of.ts'
import { promptBody } from '#prompt/typescript/prompt-body.ts'

/** Runs a body as a worker does, and answers what it answers and which variables it leaves. */
async function run(source: string, variables: Record<string, unknown> = {}) {
  const { code, problems } = promptBody(source)
  expect(problems).toEqual([])
  const surroundings = new Proxy(variables, {
    has: (_, name) => name !== 'surroundings' && !(name in globalThis),
  })
  // The test stands in for the worker, which runs a script of its own.
  const body = `with (surroundings) { return (async () => { 'use strict'; ${code}\n})() }`
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const fn = new Function('surroundings', body) as (given: object) => Promise<unknown>
  return { answer: await fn(surroundings), variables }
}

describe('promptBody', () => {
  test('answers the last expression', async () => {
    expect(await run('1 + 1')).toEqual({ answer: 2, variables: {} })
    expect((await run('const a = 1\na + 1;')).answer).toBe(2)
    expect((await run('1 // one')).answer).toBe(1)
  })

  test('leaves what a line declares', async () => {
    const { variables } = await run(
      'const { ok, value: user } = find(), b = 2, c: number = 3 as number',
      {
        find: () => Promise.resolve({ ok: true, value: 'ana' }),
      },
    )

    expect(variables).toMatchObject({ ok: true, user: 'ana', b: 2, c: 3 })
  })

  test('leaves functions and classes too', async () => {
    const { variables } = await run('function f(a: number) { return a }\nclass B {}')

    expect(Object.keys(variables)).toEqual(['f', 'B'])
  })

  test('waits for each value, so that a forgotten await teaches nothing wrong', async () => {
    const find = () => Promise.resolve({ email: 'ana@example.com' })

    expect((await run('const user = find()\nuser.email', { find })).answer).toBe('ana@example.com')
    expect((await run('find()', { find })).answer).toEqual({ email: 'ana@example.com' })
  })

  test('takes no import', () => {
    expect(promptBody("import { pipe } from 'x'\n1").problems).toEqual([
      { from: 0, to: 24, message: 'The prompt has everything already: leave the import out.' },
    ])
  })
})

test('importsOf finds each name of a module, with its quotes', () => {
  const code = "import { a } from 'b'\nexport * from './c.ts'\nconst d = 'e'"

  expect(importsOf(code).map(({ from, to, name }) => [code.slice(from, to), name])).toEqual([
    ["'b'", 'b'],
    ["'./c.ts'", './c.ts'],
  ])
})
