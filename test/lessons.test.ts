/** What holds for every lesson in `content/`. A new one is found and tested without a line here. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emailChangeset, users } from '#app/accounts/user.ts'
import { CourseReader } from '#course/course-reader.ts'
import { nodesIn, parseMdx } from '#course/mdx.ts'
import { mistakeInWords } from '#course/reading/mistake.ts'
import { putAction } from '#changeset/changeset.ts'
import { inspectLines } from '#changeset/inspect.ts'
import { build } from '#changeset/schema.ts'

const course = new CourseReader(process.cwd())

test.for(globSync('content/lessons/*/*/index.mdx').sort())('%s has no mistake', (file) => {
  const folder = file.replace(/[^/]*$/, '')
  const own = course.mistakesOf().filter((mistake) => mistake.file.startsWith(folder))

  expect(own.map(mistakeInWords)).toEqual([])
})

test('nothing else of the course has a mistake', () => {
  const others = course.mistakesOf().filter(({ file }) => !file.endsWith('/index.mdx'))

  expect(others.map(mistakeInWords)).toEqual([])
})

test('the lesson on invalid users quotes the changeset that an empty address makes', async () => {
  const [file = ''] = globSync('content/lessons/*/*-trying-an-invalid-user/index.mdx')
  const codes = [...nodesIn(parseMdx(readFileSync(file, 'utf8')))].flatMap((node) =>
    node.type === 'code' ? [node.value] : [],
  )
  const answer = codes.find((code) => code.startsWith('{:error,')) ?? ''

  const repo = {
    existsAnother: () => {
      throw new Error('A blank address is not looked up.')
    },
  }
  const changeset = putAction(await emailChangeset(repo, build(users), { email: '' }), 'insert')

  // As IEx prints it: within its tuple, and under the whole name of the module.
  const lines = inspectLines(changeset).map((line) => line.trim())
  const quoted = answer.replace('Glasshouse.Accounts.', '').replace(/\}$/, '').split('\n')
  expect(quoted.map((line) => line.trim())).toEqual(['{:error,', ...lines])
})
