import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { NAME_IT_FIRST } from '../../../src/tasks/lesson-new/exit-codes.mjs'

const PART = 'title: Scopes\nsummary: Who is asking, and how a server knows.\n'
const SEED =
  'name: nobody\ntitle: An empty house\nsummary: There is no user, no mail and no score.\nusers: []\n'

test('a lesson that an order does not name is written, and its author told to name and record it', () => {
  const root = mkdtempSync(join(tmpdir(), 'glasshouse-lesson-new-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const name of ['src', 'package.json', 'migrations'])
    cpSync(name, join(root, name), { recursive: true })
  symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'))
  mkdirSync(join(root, 'content/lessons/scopes'), { recursive: true })
  mkdirSync(join(root, 'content/seeds'))
  writeFileSync(join(root, 'content/lessons/scopes/part.yaml'), PART)
  writeFileSync(join(root, 'content/seeds/nobody.yaml'), SEED)
  const order = 'order:\n  - part: scopes\n    lessons: []\n'
  writeFileSync(join(root, 'content/course.yaml'), order)

  const { status, stdout } = spawnSync(
    process.execPath,
    ['src/tasks/lesson-new/main.ts', 'scopes/new', '--title', 'New'],
    { cwd: root, encoding: 'utf8' },
  )

  expect(status).toBe(NAME_IT_FIRST)
  expect(stdout).toContain(
    'Now name it in content/course.yaml, among the lessons of scopes: new. Then record it: npm run lessons:record -- scopes/new',
  )
})
