/** What a clone on another system finds. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isPlainPath } from '../../src/tasks/compile-sqlite.mjs'
import { whyNodeDoesNotRun } from '../../src/tasks/install.mjs'

test('what goes on running takes the place of npm’s shell, which hands no signal on', () => {
  // What is in package.json is what npm reads there.
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string>
  }

  for (const name of ['start', 'dev', 'test', 'check', 'test:security'])
    expect([name, scripts[name]]).toEqual([name, expect.stringMatching(/^exec node [^&|;$]*$/)])
})

test('a checkout has the line ends that the format check expects', () => {
  const attributes = execFileSync(
    'git',
    ['check-attr', 'text', 'eol', '--', 'package.json', 'src/server/main.ts'],
    { encoding: 'utf8' },
  )

  expect(attributes.trim().split('\n')).toEqual([
    'package.json: text: auto',
    'package.json: eol: lf',
    'src/server/main.ts: text: auto',
    'src/server/main.ts: eol: lf',
  ])
})

test('what a system or an editor leaves is not committed', () => {
  const left = ['content/.DS_Store', 'src/Thumbs.db', 'content/seeds/.ana.yaml.swp', 'README.md~']

  const ignored = execFileSync('git', ['check-ignore', '--no-index', ...left], { encoding: 'utf8' })

  expect(ignored.trim().split('\n')).toEqual(left)
})

test.for([
  ['/home/ana/glasshouse', true],
  ['/home/ana/Kurs für Anna', false],
  ['/home/ana/c#', false],
  ["/home/ana/it's", false],
  ['/home/ana/$HOME', false],
] as const)('a compiler’s helper takes the path %s: %s', ([path, isPlain]) => {
  expect(isPlainPath(path)).toBe(isPlain)
})

test('a Node that does not run here is named, with what to do', () => {
  expect(whyNodeDoesNotRun(process.execPath)).toBe(null)
  for (const node of ['/nowhere/node', '/bin/false'])
    expect(whyNodeDoesNotRun(node)).toMatch(
      /^The Node that this project brings \(.*\) does not run here\. .*glibc.*musl.*remove it and run the same command again\.$/,
    )
})
