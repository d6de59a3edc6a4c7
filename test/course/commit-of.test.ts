import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { commitOf } from '#course/commit-of.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'commit-of-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.test', ...args], {
    ...{ cwd, encoding: 'utf8', stdio: 'pipe' },
  })

test('is that of the repository at whose top the project stands, and says whether files have changed', () => {
  const root = folder()
  git(root, 'init', '--quiet')
  writeFileSync(join(root, 'a.txt'), 'one')
  git(root, 'add', '.')
  git(root, 'commit', '--quiet', '--message=One')
  const head = git(root, 'rev-parse', 'HEAD').slice(0, 12)

  expect(commitOf(root)).toBe(head)
  writeFileSync(join(root, 'a.txt'), 'two')
  expect(commitOf(root)).toBe(`${head}-dirty`)

  // Unpacked inside of something else, that one's commit says nothing of it.
  mkdirSync(join(root, 'course'))
  expect(commitOf(join(root, 'course'))).toBeNull()
})

test('is null without git', () => {
  expect(commitOf(folder())).toBeNull()
  expect(commitOf('/no/such/folder')).toBeNull()
})
