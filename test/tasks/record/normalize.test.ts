import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ProjectFiles } from '#course/project-files.ts'
import { findSource } from '#course/recording.ts'
import type { Json } from '#trace/trace-step.ts'
import { normalize } from '../../../src/tasks/record/normalize.ts'
import { sampleTrace } from '../../support/sample-trace.ts'

function folderWith(text: string): string {
  const root = mkdtempSync(join(tmpdir(), 'glasshouse-record-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'src/user.ts'), text)
  return root
}

const dataOf = (data: Readonly<Record<string, Json>>) => {
  const trace = sampleTrace([{ layer: 'sql', name: 'insert', data }])
  return normalize(new ProjectFiles(folderWith('')), trace).steps[0]?.data
}

test.for([
  [{ milliseconds: 1.5, rows: 1 }, { rows: 1 }],
  [{ parameters: [1, 1795831827863, 'ana'] }, { parameters: [1, '‹time›', 'ana'] }],
  [{ after: { at: '2026-11-23T09:00:00.001Z' } }, { after: { at: '‹time›' } }],
  [{ link: `http://localhost:4321/a/${'x'.repeat(43)}` }, { link: '‹origin›/a/‹token›' }],
  [{ location: '/sandbox/mailbox/abcdefgh12345678' }, { location: '/sandbox/mailbox/‹id›' }],
  [{ location: `/guess?live=${'x'.repeat(22)}` }, { location: '/guess?live=‹id›' }],
  [
    { path: '/live/[id]', params: { id: 'x'.repeat(22) } },
    { path: '/live/[id]', params: { id: '‹id›' } },
  ],
  [
    { email: 'a'.repeat(170), max: 160 },
    { email: 'a'.repeat(170), max: 160 },
  ],
] as const)('normalize makes %o the same in every run', ([data, kept]) => {
  expect(dataOf(data)).toEqual(kept)
})

test('normalize keeps neither id nor times of a trace', () => {
  const trace = sampleTrace([{ layer: 'plug', name: 'a', detail: 'until 1795831827863' }])

  const { steps, ...kept } = normalize(new ProjectFiles(folderWith('')), trace)

  expect(kept).toEqual({ title: 'POST /users/register', persona: 'you', status: 200 })
  expect(steps[0]).not.toHaveProperty('at')
  expect(steps[0]?.detail).toBe('until ‹time›')
})

test('normalize keeps the words of a line, which are found again where they are now', () => {
  const root = folderWith('one\n  two\nthree\n  two\n')
  const files = new ProjectFiles(root)
  const lineOf = (line: number) => {
    const trace = sampleTrace([{ layer: 'plug', name: 'a', source: { file: 'src/user.ts', line } }])
    return normalize(files, trace).steps[0]!.source!
  }
  const [first, second] = [lineOf(2), lineOf(4)]
  expect(first).toEqual({ file: 'src/user.ts', text: 'two' })
  expect(second).toEqual({ file: 'src/user.ts', text: 'two', nth: 2 })

  writeFileSync(join(root, 'src/user.ts'), 'new\none\n  two\nthree\n  two\n')
  files.forget('src/user.ts')

  expect(findSource(files, first)).toEqual({ file: 'src/user.ts', line: 3 })
  expect(findSource(files, second)).toEqual({ file: 'src/user.ts', line: 5 })
  expect(findSource(files, { file: 'src/user.ts', text: 'gone' })).toBeNull()
})
