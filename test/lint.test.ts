import { ESLint } from 'eslint'
import { describe, expect, test } from 'vitest'

const eslint = new ESLint({ overrideConfigFile: 'test/eslint.config.mjs' })

interface Config {
  readonly rules: Readonly<Record<string, readonly [severity: number, ...options: unknown[]]>>
  readonly linterOptions: { readonly reportUnusedDisableDirectives: number }
}

const configOf = (path: string) => eslint.calculateConfigForFile(path) as Promise<Config>

// What the rules find is tested by linting that file: see its first lines.
const BROKEN = 'test/lint/broken-rules.ts'

describe('the file that breaks the rules', () => {
  test('is looked at with the rules of src/lib', async () => {
    expect((await configOf(BROKEN)).rules).toEqual((await configOf('src/lib/result.ts')).rules)
  })

  test('may not excuse what is no mistake', async () => {
    const { linterOptions } = await configOf(BROKEN)

    expect(linterOptions.reportUnusedDisableDirectives).toBe(2)
  })
})

test.for(['src/repo/repo.ts', 'migrations/site/2026_11_23_120000_create_progress.ts'])(
  'raw SQL is allowed where all SQL is: %s',
  async (path) => {
    const { 'no-restricted-syntax': rule } = (await configOf(path)).rules

    expect(rule).toEqual([2, expect.objectContaining({ message: expect.any(String) as string })])
  },
)
