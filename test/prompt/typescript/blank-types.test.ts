import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, test } from 'vitest'
import { blankTypes, stopsEarly } from '#prompt/typescript/blank-types.ts'

const FILES = globSync(['{src,migrations,content}/**/*.ts', 'test/{repo,app,lib}/**/*.ts'])

/** What the editor's grammar does not read yet. */
const UNREAD =
  /^TypeScript does not read on at “(?:is [\s\S]*|=> `[\s\S]*|import\('(?:#|glas)[\s\S]*|\{\n[\s\S]*|\?\][\s\S]*)”\.$/

test('blanks the types of every file of this house as Node does, or says where it stops', () => {
  const told = FILES.flatMap((file) => {
    const source = readFileSync(file, 'utf8')
    const { code, problems } = blankTypes(source)
    const [problem] = problems
    if (problem) return UNREAD.test(problem.message) ? [] : [`${file}: ${problem.message}`]
    return squeezed(code) === squeezed(stripTypeScriptTypes(source)) ? [] : [`${file} differs`]
  })

  expect(told).toEqual([])
})

test('reads nearly all of them', () => {
  const unread = FILES.filter((file) => blankTypes(readFileSync(file, 'utf8')).problems.length > 0)

  expect(unread.length / FILES.length).toBeLessThan(0.05)
})

// Node keeps a semicolon where a type ended a line, and a space more or less.
const squeezed = (code: string) => code.replaceAll(/[\s;]+/g, '')

describe('blankTypes', () => {
  test.for([
    ['let a: string | null = b!', 'let a                = b '],
    ['f<User>(x as never)', 'f      (x         )'],
    ['class A { private readonly b = 1 }', 'class A {                  b = 1 }'],
    ['function f(this: A, b?: C): D {}', 'function f(         b    )    {}'],
    ['import { type A, b } from "c"', 'import {         b } from "c"'],
    ['const a = { as: 1, type: 2 }', 'const a = { as: 1, type: 2 }'],
  ])('%s keeps its columns', ([source, code]) => {
    expect(blankTypes(source!)).toEqual({ code, problems: [] })
  })

  test('keeps lines too', () => {
    const source = 'interface A {\n  b: C\n}\nconst d = 1'

    expect(blankTypes(source).code.split('\n')).toEqual([
      '             ',
      '      ',
      ' ',
      'const d = 1',
    ])
  })

  test.for([
    ['enum A { B }', '“enum” is more than types: a compiler would have to write it.'],
    [
      'namespace A { const b = 1 }',
      '“namespace” is more than types: a compiler would have to write it.',
    ],
    [
      'const a = <B>c',
      'A cast in angle brackets is more than types: a compiler would have to write it.',
    ],
    ['const = 1', 'TypeScript does not read on at “= 1”.'],
  ])('says of %s why it does not run', ([source, message]) => {
    expect(blankTypes(source!).problems[0]?.message).toBe(message)
  })
})

describe('stopsEarly', () => {
  test.for([
    ['await f({ a: 1,', true],
    ['const a = [', true],
    ['const = 1', false],
    ['const a = 1', false],
  ] as const)('%s: %s', ([source, stops]) => {
    expect(stopsEarly(source, blankTypes(source))).toBe(stops)
  })
})
