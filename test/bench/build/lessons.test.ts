import { describe, expect, test } from 'vitest'
import { copiedLesson, folderOf, plainLesson, starlightPage } from './lessons.ts'

describe('folderOf', () => {
  test('begins another part where two digits are not enough', () => {
    expect([1, 90, 91].map((number) => folderOf(number))).toEqual([
      '11-many-1/01-lesson-1',
      '11-many-1/90-lesson-90',
      '12-many-2/01-lesson-91',
    ])
  })
})

test('both sides are given the same text', () => {
  const body = (page: string) => page.replace(/^---\n[\s\S]*?\n---\n/, '')

  expect(body(plainLesson(7, 'More.')['index.mdx']!)).toBe(body(starlightPage(7, 'More.')))
})

describe('copiedLesson', () => {
  const original = {
    'index.mdx': '---\nid: down\ntitle: Down\n---\n<Run demo="bo-goes" /> <Recall id="down.a" />\n',
    'demos.yaml': '- id: bo-goes\n  page: /scores\n',
    'recordings.json':
      '{ "bo-goes": [{ "_lesson": "persons/down", "is": "downright, sun-down" }] }',
  }

  test('renames the lesson and its demos wherever they are named, and nothing like them', () => {
    const copy = copiedLesson(original, 3, 'More.\n')

    expect(copy).toEqual({
      'index.mdx':
        '---\nid: down-n3\ntitle: Lesson 3\n---\n<Run demo="bo-goes-n3" /> <Recall id="down-n3.a" />\nMore.\n',
      'demos.yaml': '- id: bo-goes-n3\n  page: /scores\n',
      'recordings.json':
        '{ "bo-goes-n3": [{ "_lesson": "persons/down-n3", "is": "downright, sun-down" }] }',
    })
  })
})
