/** What there is to try: how it is written, what is told of it, and when it has occurred. */
import { describe, expect, test } from 'vitest'
import { mistakeInWords } from '#course/reading/mistake.ts'
import { schemas } from '#course/schema.ts'
import { occursIn } from '#course/tries.ts'
import { sampleTrace } from '../support/sample-trace.ts'
import { read } from './reading/a-course.ts'

const FILE = 'content/try.yaml'
const ONE = {
  id: 'a-rule',
  says: 'an address that a rule refuses',
  at: '/users/register',
  lesson: 'one',
  clauses: [{ caught_by: 'changeset' }],
  way: [{ path: '/users/register', fields: { 'user[email]': 'ana' } }],
}
const group = (change: object = {}, around: object = {}) => [
  { title: 'At the door', ...around, tries: [{ ...ONE, ...change }] },
]
const issuesOf = (written: unknown) =>
  (schemas.tries.safeParse(written).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  )
const told = (written: unknown) =>
  read({ [FILE]: JSON.stringify(written, null, 1) })
    .mistakes.filter(({ file }) => file === FILE)
    .map(mistakeInWords)

describe('content/try.yaml', () => {
  test('is a list of groups; its claims say nothing of what is missing', () => {
    expect(issuesOf(group())).toEqual([])
    expect(schemas.tries.parse(group())[0]!.tries[0]).toMatchObject({
      when: null,
      clauses: [{ claims: 'caught_by', caught_by: 'changeset' }],
      way: [{ does: 'send', path: '/users/register' }],
    })
  })

  test.for([
    [{ at: '/nowhere' }, 'tries.0.at: Write an address that opens on a stage: /as/bo/scores/1.'],
    [{ at: '/users/log-in/x' }, 'tries.0.at: Write an address that opens on a stage'],
    [{ at: '/lessons' }, 'tries.0.at: Write an address that opens on a stage'],
    [{ says: 'an address refused.' }, 'tries.0.says: No full stop: it is a line of a list.'],
    [{ when: 'POST /scores' }, 'tries.0.when: /scores is asked by GET.'],
    [{ clauses: [] }, 'tries.0.clauses: '],
    [{ way: [{ does: 'open', path: '/nowhere' }] }, 'tries.0.way.0.path: No page stands'],
  ] as const)('refuses %o', ([change, issue]) => {
    expect(issuesOf(group(change)).join('\n')).toContain(`0.${issue}`)
  })

  test.for(['/as/bo/scores/1', '/labs/peel', '/console', '/sandbox/mailbox', '/'])(
    'may begin at %s',
    (at) => {
      expect(issuesOf(group({ at }))).toEqual([])
    },
  )
})

describe('the reader of the course', () => {
  test('takes it, and a course without it offers nothing', () => {
    expect(told(group())).toEqual([])
    expect(read({ [FILE]: JSON.stringify(group()) }).course.tries).toHaveLength(1)
    expect(read().course.tries).toEqual([])
  })

  test('tells of a start state that is not there, and of an id that is there twice', () => {
    const [first] = group({}, { start: 'ana-loged-in' })
    const twice = { ...first!, tries: [ONE, ONE] }

    expect(told([twice])).toEqual([
      expect.stringContaining('The group begins with the seed "ana-loged-in"'),
      expect.stringContaining('Another one has the id "a-rule" already.'),
    ])
  })

  test('tells of a lesson that is nearly called so, and takes one for gone that is not', () => {
    expect(told(group({ lesson: 'onne' }))).toEqual([
      expect.stringContaining('No lesson has the id "onne". Did you mean one?'),
    ])
    expect(told(group({ lesson: 'no-lesson-of-this-course' }))).toEqual([])
  })
})

describe('occursIn', () => {
  const one = schemas.tries.parse(
    group({ clauses: [{ status: 422 }, { rows: { table: 'users', count: 0 } }] }),
  )[0]!.tries[0]!
  const refused = sampleTrace([{ layer: 'request', name: 'POST /users/register' }], { status: 422 })

  test('holds of any request, unless it says of which', async () => {
    const nobody = () => Promise.resolve(0)

    expect(await occursIn(one, refused, nobody)).toBe(true)
    expect(await occursIn({ ...one, when: 'POST /users/register' }, refused, nobody)).toBe(true)
    expect(await occursIn({ ...one, when: 'POST /users/log-in' }, refused, nobody)).toBe(false)
  })

  test('counts rows only once everything before them holds', async () => {
    let counted = 0
    const count = () => {
      counted += 1
      return Promise.resolve(0)
    }

    expect(await occursIn(one, { ...refused, status: 200 }, count)).toBe(false)
    expect(counted).toBe(0)
    expect(await occursIn(one, refused, count)).toBe(true)
    expect(counted).toBe(1)
  })
})
