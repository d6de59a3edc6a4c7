import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

type Files = Readonly<Record<string, string | null>>

/** What a part, a lesson and a demo need at least. Change one thing of it to see the rest hold. */
export const part = (more = '') => `title: Scopes
summary: Who is asking, and how a server knows.
${more}`

export const lesson = ({ id = 'one', more = '', text = 'Text.\n' } = {}) => `---
id: ${id}
title: Lesson ${id}
summary: A lesson that is here to be read by a test.
published: 2026-11-23
minutes: 5
tags: [scopes]
shows: [scope]
${more}---

${text}`

export const demo = (id: string, more = '') => `- id: ${id}
  title: A demo
  page: /users/register
  people: [you]
  start: { seed: nobody, as: you }
  steps:
    - label: ana
      fields: { 'user[email]': ana }
${more}`

export const startState = (name: string, more = '') => `name: ${name}
title: A start state
summary: Somebody who is here to be read by a test.
users:
  - email: ana@example.test
    confirmed: true
${more}`

/** Writes files into a folder of this test's own: paths count from `content/lessons`. */
export function courseFolder(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'glasshouse-course-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'content/lessons'), { recursive: true })
  // What these tests are about is said in a few words.
  writeLessonFile(root, '../course.yaml', 'house_style: false\n')
  for (const [path, text] of Object.entries(files)) {
    if (text !== null) writeLessonFile(root, path, text)
  }
  return root
}

export function writeLessonFile(root: string, path: string, text: string): void {
  const file = join(root, 'content/lessons', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
