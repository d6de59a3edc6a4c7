import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mixed, pictureSheet } from '#site/paper/picture-sheet.ts'

const TOKENS = readFileSync('src/site/styles/tokens.css', 'utf8')

test('a picture has plain colours alone: its readers may know no others', () => {
  const sheet = pictureSheet(TOKENS, null)

  expect(sheet).not.toMatch(/var\(|light-dark|color-mix|@|&/)
  expect(sheet).toContain('.lit[data-layer=constraint]>.house-edge{stroke:#ab2c20}')
  expect(sheet).toContain(".house-line[data-who='2']>.house-way")
})

test('a course with an accent of its own has it in its pictures', () => {
  const sheet = pictureSheet(TOKENS, { light: '#5b2a86', dark: '#c9a3f0' })

  expect(sheet).toContain('.house-end>circle{fill:#5b2a86}')
  expect(sheet).not.toContain('#1a6842')
})

test('a mixed colour lies between the two', () => {
  expect(mixed('#1a6842', '#ffffff', 1)).toBe('#1a6842')
  expect(mixed('#1a6842', '#ffffff', 0)).toBe('#ffffff')
})
