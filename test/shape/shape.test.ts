import { describe, expect, test } from 'vitest'
import { castsOf, exportsOf, functionsOf } from './code.ts'
import { frontDoorsIn } from './front-doors.ts'
import { largestCycle, unusedExports } from './graph.ts'
import { linesOf } from './print.ts'
import { shapeOf } from './shape.ts'
import { spreadOf } from './spread.ts'

describe('functionsOf', () => {
  test('counts lines from the first word to the last brace, with a name for each', () => {
    const source = [
      '/** Not counted. */',
      'export async function declared() {',
      '  const inner = () =>',
      '    1',
      '  return [1].map((nameless) => nameless)',
      '}',
      'class Thing {',
      '  #field = () => 1',
      '  constructor() {}',
      '  get answer() {',
      '    return 42',
      '  }',
      '  method(): void {}',
      '}',
    ].join('\n')

    expect(
      functionsOf('src/a.ts', source).map(({ name, line, lines }) => [name, line, lines]),
    ).toEqual([
      ['declared', 2, 5],
      ['inner', 3, 2],
      ['#field', 8, 1],
      ['constructor', 9, 1],
      ['answer', 10, 3],
      ['method', 13, 1],
    ])
  })

  test('leaves out what has no body: overloads, and types of functions', () => {
    const source = 'function a(x: string): void\nfunction a(x: unknown) {}\ntype B = () => void'

    expect(functionsOf('src/a.ts', source)).toHaveLength(1)
  })

  test('reads the frontmatter and the scripts of a component, where they stand', () => {
    const source =
      '---\nconst a = () => 1\n---\n<p>{[1].map(b => b)}</p>\n<script>\nfunction c() {}\n</script>\n'

    expect(functionsOf('src/A.astro', source).map(({ name, line }) => [name, line])).toEqual([
      ['a', 2],
      ['c', 6],
    ])
  })
})

test('castsOf counts what the compiler is told, and not what is there', () => {
  const source = 'x as A; x as unknown as B; [1] as const; x!.y; <T>(y: T) => y satisfies T'

  expect(castsOf('src/a.ts', source)).toEqual({ as: 3, asUnknownAs: 1, nonNull: 1 })
})

describe('exportsOf', () => {
  const kinds = (source: string) =>
    exportsOf('src/a.ts', source).map(({ name, kind, doc }) => [name, kind, doc !== ''])

  test('tells functions, values and types apart, documented or not', () => {
    const source = [
      '/** About the file. */',
      '',
      'export const a = 1',
      '/** A function. */',
      'export const b = () => 1',
      '/** Wrapped. */',
      "export const c = wrap('c', async () => 1)",
      'export interface D {}',
      '/** A class. */',
      'export class E {}',
      'const mine = 1',
    ].join('\n')

    expect(kinds(source)).toEqual([
      ['a', 'value', false],
      ['b', 'function', true],
      ['c', 'function', true],
      ['D', 'type', false],
      ['E', 'value', true],
    ])
  })

  test('finds what is said of a function at the function, where a context gives it away', () => {
    const source =
      "/** Finds. */\nasync function getUser() {}\nfunction other() {}\nexport const { getUser, other } = context('A', { getUser, other })"

    expect(kinds(source)).toEqual([
      ['getUser', 'function', true],
      ['other', 'function', false],
    ])
  })
})

describe('largestCycle', () => {
  const edges = (...pairs: readonly string[]) =>
    pairs.map((pair) => ({ from: pair[0]!, to: pair[1]! }))

  test('is empty where imports go one way', () => {
    expect(largestCycle(edges('ab', 'bc', 'ac'))).toEqual([])
  })

  test('is the one with the most files', () => {
    expect(largestCycle(edges('ab', 'ba', 'xy', 'yz', 'zx', 'az'))).toEqual(['x', 'y', 'z'])
  })
})

test('unusedExports are those that no other file names, and those that tests alone do', () => {
  const exports = ['used', 'tested', 'forgotten', 'GET'].flatMap((name) =>
    exportsOf('src/a.ts', `export const ${name} = 1`),
  )
  const files = new Map([
    ['src/a.ts', 'used tested forgotten GET forgotten'],
    ['src/b.ts', 'used forgottenToo'],
  ])

  const { byNobody, byTestsOnly } = unusedExports(
    exports,
    files,
    new Map([['test/a.ts', 'tested']]),
  )

  expect(byNobody.map(({ name }) => name)).toEqual(['forgotten'])
  expect(byTestsOnly.map(({ name }) => name)).toEqual(['tested'])
})

test('frontDoorsIn reads the table, spread lists and all, and nothing else of it', () => {
  const table = `const RULE = {
    mayImport: { lib: ['no'] },
    frontDoors: { 'app/a': [...['app/a/a.ts', 'app/a/b.ts'], 'app/a/c.ts'] },
    functionDoors: ['app/a/b.ts'],
    packages: { kysely: ['no'] },
  }`

  expect(frontDoorsIn(table)).toEqual(['src/app/a/a.ts', 'src/app/a/b.ts', 'src/app/a/c.ts'])
})

test.for([
  [[], { count: 0, median: 0, p90: 0, max: 0 }],
  [[7], { count: 1, median: 7, p90: 7, max: 7 }],
  [[10, 1, 2, 3, 4, 5, 6, 7, 8, 9], { count: 10, median: 5, p90: 9, max: 10 }],
] as const)('spreadOf %j', ([numbers, spread]) => {
  expect(spreadOf(numbers)).toEqual(spread)
})

describe('a house', () => {
  const DOOR = [
    '/**',
    ' * Says hello.',
    ' * @example',
    ' * hello()',
    " * // => 'hello'",
    ' */',
    'export const hello = () => B',
    '// #region bye',
    'export const bye = () => {}',
    '// #endregion bye',
  ].join('\n')
  const shape = shapeOf({
    files: new Map([
      ['src/a/door.ts', `import { B } from '#a/b.ts'\n${DOOR}\n`],
      [
        'src/a/b.ts',
        "import type { hello } from './door.ts'\nexport const B = '' as Parameters<typeof hello>[0]\n",
      ],
      ['src/a/C.astro', '---\n---\n<p>bye</p>\n'],
      ['migrations/1_begin.ts', 'export async function up() {\n}\n'],
      [
        'content/lessons/1/2/index.mdx',
        '---\ntitle: x\n---\n<Source file="src/a/door.ts" region="bye" />\n',
      ],
    ]),
    tests: new Map([['test/a.ts', 'hello()']]),
    frontDoors: ['src/a/door.ts'],
    imports: { '#*': './src/*' },
  })

  test('is measured as a whole', () => {
    expect(shape).toMatchObject({
      fileLines: { all: { count: 4, max: 11 }, astro: { count: 1, max: 3 } },
      functionLines: { all: { count: 2, max: 1 }, migrations: { count: 1, max: 2 } },
      cycle: ['src/a/b.ts', 'src/a/door.ts'],
      unused: { byNobody: [], byTestsOnly: [] },
      casts: { as: 1, asUnknownAs: 0, nonNull: 0 },
      frontDoors: {
        ...{ exports: 2, functions: 2 },
        undocumented: [{ name: 'bye' }],
        withoutExample: [{ name: 'bye' }],
      },
      listings: [{ lesson: '1/2', shows: 'src/a/door.ts#bye', lines: 1, widest: 27 }],
    })
  })

  test('is told line by line, goals beside it', () => {
    const lines = linesOf(shape)

    expect(lines).toContain('Largest circle of imports, types too: 2 files (NOT MET: none)')
    expect(lines).toContain('      1  of 2 exports are documented (NOT MET: all)')
    expect(lines).toContain('      1    27  src/a/door.ts#bye  (1/2)')
    expect(lines.find((line) => line.startsWith('functions'))).toMatch(/met: p90 ≤ 17, max ≤ 60$/)
  })
})
