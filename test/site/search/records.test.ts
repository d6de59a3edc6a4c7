import { beforeAll, describe, expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { listRecords, type SearchList } from '#site/search/records.ts'
import { TEST_COURSE } from '../../support/courses.mjs'

let list: SearchList
beforeAll(() => {
  list = listRecords(new CourseReader(process.cwd(), TEST_COURSE))
}, 60_000)

const of = (kind: string) => list.records.filter((record) => record.kind === kind)
const at = (href: string) => list.records.find((record) => record.href === href)

describe('the list', () => {
  test('has lessons by their headings', () => {
    expect(at('/lessons/persons/who-comes-in')).toMatchObject({
      ...{ kind: 'lesson', title: 'Who comes in?', place: '', crumb: '1.1' },
      tags: ['scopes', 'sessions', 'plugs', 'phoenix'],
    })
    expect(at('/lessons/persons/who-comes-in#become-somebody')).toMatchObject({
      ...{ title: 'Who comes in?', place: 'Become somebody' },
      text: 'With the row came a mail, and in it a link. The page behind it has a button that logs you in.',
    })
  })

  test('quotes nothing that a reader has yet to run', () => {
    const become = at('/lessons/persons/who-comes-in#become-somebody')

    expect(become?.folded).toContain('its answer brought you the cookie')
    expect(become?.text).not.toContain('cookie')
  })

  test('has no note for a teacher', () => {
    expect(JSON.stringify(list.records)).not.toContain('Most hands go up')
  })

  test('has words of the glossary', () => {
    expect(at('/glossary#plug')).toMatchObject({ kind: 'term', title: 'plug', names: ['Plug'] })
  })

  test('has the functions of every context, by both names', () => {
    const functions = of('function')

    expect(functions.length).toBeGreaterThan(45)
    const register = functions.find(({ title }) => title === 'registerUser')
    expect(register?.names).toEqual(['Accounts.registerUser', 'register_user/1'])
    expect(register?.text).toMatch(/^Registers a user\.\n/)
    expect([...new Set(functions.map(({ crumb }) => crumb))].sort()).toEqual([
      ...['Accounts', 'Organizations', 'Roles', 'Scope', 'Scores'],
    ])
    // What stands beside a context is none of it.
    expect(functions.map(({ title }) => title)).not.toContain('memberOf')
  })

  test('leads to the line in which a function begins', () => {
    for (const { title, href } of of('function')) {
      const { file = '', line = '' } =
        /\/source\/(?<file>.*)#L(?<line>\d+)$/.exec(href)?.groups ?? {}
      const text = list.records.find((one) => one.href === `/source/${file}`)?.text.split('\n')
      expect([title, text?.[Number(line) - 1]]).toEqual([
        title,
        expect.stringMatching(new RegExp(`function ${title}[<(]`)),
      ])
    }
  })

  test('has decisions, by their day', () => {
    expect(of('decision').map(({ href, place, crumb }) => [href, place, crumb])).toEqual([
      ['/decisions/a-lamp-burns', '', '23 November 2026'],
      ['/decisions/a-door-stays-shut', '', '28 November 2026'],
      ['/decisions/a-door-stays-shut#the-question', 'The question', '28 November 2026'],
      ['/decisions/a-door-stays-shut#the-decision', 'The decision', '28 November 2026'],
      ['/decisions/a-door-stays-shut#why', 'Why', '28 November 2026'],
    ])
  })

  test('has every file that has a page, and no other', () => {
    const files = of('source').map(({ title }) => title)

    expect(files).toContain('src/app/accounts/accounts.ts')
    expect(files.some((file) => /^src\/(?:lib|trace|tasks)\//.test(file))).toBe(false)
    expect(files.filter((file) => file.endsWith('.yaml'))).toEqual([])
  })

  test('has nothing of a lesson that is hidden', () => {
    expect(JSON.stringify(list.records)).not.toContain('never-shown')
  })

  test('gives browsers nothing of a lesson before its day', () => {
    expect(list.waiting.length).toBe(1)
    expect(list.records.some(({ lesson }) => lesson === list.waiting[0])).toBe(true)
    expect(list.open.some(({ lesson }) => lesson === list.waiting[0])).toBe(false)
    expect(list.open.length).toBeLessThan(list.records.length)
  })

  test('has no answer before its day', () => {
    const later = of('lesson').filter(({ href }) => href.includes('answers-later'))

    expect(later.length).toBeGreaterThan(0)
    expect(later.every(({ folded }) => folded === '')).toBe(true)
  })

  test('is the same, and called the same, however often it is made', () => {
    const again = listRecords(new CourseReader(process.cwd(), TEST_COURSE))

    expect(again.index).toBe(list.index)
    expect(list.index).toMatch(/^[\da-f]{12}$/)
  }, 60_000)
})
