import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { leaveOutHashes } from '#server/leave-out-hashes.mjs'

const folder = mkdtempSync(join(tmpdir(), 'hashes-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const hashOf = (code: string) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`
const pageWith = (hashes: readonly string[], body: string) => {
  const policy = ["default-src 'self'; script-src 'self'", ...hashes].join(' ')
  return `<head><meta http-equiv="content-security-policy" content="${policy};"></head>${body}`
}

function left(page: string): string {
  mkdirSync(join(folder, 'lessons'), { recursive: true })
  const file = join(folder, 'lessons/who.html')
  writeFileSync(file, page)
  leaveOutHashes(folder)
  return readFileSync(file, 'utf8')
}

test('a page that brings files alone names no hash', () => {
  const body = '<script type="module" src="/_astro/page.js"></script>'

  expect(left(pageWith([hashOf('of a file'), hashOf('')], body))).toBe(pageWith([], body))
})

test('what stands in the page itself keeps its own, whatever else is named', () => {
  const body = '<script>wake()</script><style>.a{color:red}</style>'
  const own = [hashOf('wake()'), hashOf('.a{color:red}')]

  expect(left(pageWith([hashOf('of a file'), ...own], body))).toBe(pageWith(own, body))
})
