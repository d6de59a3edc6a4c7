import { ESLint } from 'eslint'
import { expect, test, vi } from 'vitest'

// The first one waits until TypeScript has read the whole project.
vi.setConfig({ testTimeout: 60_000 })

const eslint = new ESLint({ overrideConfigFile: 'test/eslint.config.mjs' })

/** The rules that a text breaks, as if it stood in this file. */
async function brokenBy(source: string, filePath: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(source, { filePath })
  return result!.messages.map(({ ruleId }) => ruleId)
}

const LIB = 'src/lib/result.ts'

test.for([
  [
    'a promise that nobody waits for',
    'Promise.resolve(1)',
    ['@typescript-eslint/no-floating-promises'],
  ],
  ['any', 'export const a: any = 1', ['@typescript-eslint/no-explicit-any']],
  ['an unused name', 'const a = 1\nexport const b = 2', ['@typescript-eslint/no-unused-vars']],
  ['a slow expression', 'export const a = /^.*,.*;$/', ['regexp/no-super-linear-backtracking']],
  ['an expression that begins slowly', 'export const a = /a+b/', ['regexp/no-super-linear-move']],
  ['a private keyword', 'export class A { private a() {} }', ['no-restricted-syntax']],
  [
    'raw SQL',
    "import { sql } from 'kysely'\nexport const a = sql.raw('1')",
    ['no-restricted-syntax'],
  ],
  [
    'a literal in SQL',
    "import { sql } from 'kysely'\nexport const a = sql.lit(1)",
    ['no-restricted-syntax'],
  ],
  [
    'a name in SQL',
    "import { sql } from 'kysely'\nexport const a = sql.ref('a')",
    ['no-restricted-syntax'],
  ],
  ['nothing', 'export const a = 1', []],
] as const)('%s in src/lib is reported', async ([, source, rules]) => {
  const broken = await brokenBy(source, LIB)

  expect(broken).toEqual(rules)
})

test('raw SQL is allowed where all SQL is', async () => {
  const source = "import { sql } from 'kysely'\nexport const a = sql.raw('1')"

  expect(await brokenBy(source, 'src/repo/repo.ts')).toEqual([])
})
