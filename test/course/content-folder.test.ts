import { expect, test } from 'vitest'
import { contentFolder } from '#course/content-folder.mjs'

const root = process.cwd()

test('is content, or what CONTENT_DIR names', () => {
  expect(contentFolder(root, {})).toBe('content')
  expect(contentFolder(root, { CONTENT_DIR: '' })).toBe('content')
  expect(contentFolder(root, { CONTENT_DIR: 'test/own-course/' })).toBe('test/own-course')
  expect(contentFolder(root, { CONTENT_DIR: `${root}/test/own-course` })).toBe('test/own-course')
})

test.for(['..', '../elsewhere', '/tmp', '.'])('%s is refused, in a sentence', (CONTENT_DIR) => {
  expect(() => contentFolder(root, { CONTENT_DIR })).toThrow(
    `CONTENT_DIR is "${CONTENT_DIR}". It takes a folder of this project`,
  )
})

test('a folder without lessons is refused', () => {
  expect(() => contentFolder(root, { CONTENT_DIR: 'src' })).toThrow('there is no src/lessons')
})
