import { expect, test } from 'vitest'
import { ProjectFiles } from '#course/project-files.ts'
import { courseFolder, part } from './course-folder.ts'

test('a folder has no text and no lines, so that a mistake in its name can be shown', () => {
  const files = new ProjectFiles(courseFolder({ '01-scopes/part.yaml': part() }))

  expect(files.lines('content/lessons/01-scopes/part.yaml')[0]).toBe('title: Scopes')
  expect(files.text('content/lessons/01-scopes')).toBeNull()
  expect(files.lines('content/lessons/01-scopes')).toEqual([])
  expect(files.text('content/lessons/02-nowhere')).toBeNull()
})
