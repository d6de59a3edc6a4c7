/** What holds for every lesson of a course. A new one is found and tested without a line here. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emailChangeset, users } from '#app/accounts/user.ts'
import { nodesIn, parseMdx } from '#course/mdx.ts'
import { mistakeInWords } from '#course/reading/mistake.ts'
import { putAction } from '#changeset/changeset.ts'
import { inspectLines } from '#changeset/inspect.ts'
import { build } from '#changeset/schema.ts'
import { theCourse } from '../support/the-course.ts'

const course = theCourse()
const { course: read } = course.read()

test('the course has no mistake', () => {
  expect(course.mistakesOf().map(mistakeInWords)).toEqual([])
})

test('every lesson and every demo is there to be shown', () => {
  const folders = course.listLessonFolders()

  expect(folders.length).toBeGreaterThan(0)
  expect(folders.map(({ lesson }) => lesson.path)).toEqual(read.lessons.map(({ path }) => path))
  expect(folders.flatMap(({ demos }) => demos.map(({ id }) => id))).toEqual(
    read.demos.map(({ id }) => id),
  )
})

const EMPTY_ADDRESS = /^\{:error,\s+#Ecto\.Changeset<[^]*errors: \[email: \{"can't be blank"/

test('whoever quotes the changeset that an empty address makes, quotes it as it is', async () => {
  const quoted = course
    .listLessonFolders()
    .flatMap(({ file }) => [...nodesIn(parseMdx(readFileSync(file, 'utf8')))])
    .flatMap((node) => (node.type === 'code' && EMPTY_ADDRESS.test(node.value) ? [node.value] : []))

  const repo = {
    existsAnother: () => {
      throw new Error('A blank address is not looked up.')
    },
  }
  const changeset = putAction(await emailChangeset(repo, build(users), { email: '' }), 'insert')

  // As IEx prints it: within its tuple, and under the whole name of the module.
  const lines = ['{:error,', ...inspectLines(changeset).map((line) => line.trim())]
  for (const answer of quoted) {
    const inShort = answer.replace('Glasshouse.Accounts.', '').replace(/\}$/, '').split('\n')
    expect(inShort.map((line) => line.trim())).toEqual(lines)
  }
})
