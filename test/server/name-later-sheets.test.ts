import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { nameLaterSheets } from '#server/name-later-sheets.mjs'

const SITE = '<link rel="stylesheet" href="/_astro/site.abc.css">'
const IN_USE = '<link rel="stylesheet" href="/_astro/in-use.abc.css">'

const folder = mkdtempSync(join(tmpdir(), 'sheets-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a lesson names the sheet of a stage in use, and other pages bring it', () => {
  mkdirSync(join(folder, 'lessons/scopes'), { recursive: true })
  mkdirSync(join(folder, 'recordings'))
  const lesson = join(folder, 'lessons/scopes/who.html')
  const recording = join(folder, 'recordings/who.html')
  for (const page of [lesson, recording]) writeFileSync(page, `<head>${SITE}${IN_USE}</head>`)

  nameLaterSheets(folder)

  expect(readFileSync(lesson, 'utf8')).toBe(
    `<head>${SITE}<noscript data-later="/_astro/in-use.abc.css">${IN_USE}</noscript></head>`,
  )
  expect(readFileSync(recording, 'utf8')).toBe(`<head>${SITE}${IN_USE}</head>`)
})
