import { describe, expect, test } from 'vitest'
import {
  isPublic,
  momentAddress,
  momentHash,
  readMoment,
  readMomentCode,
  stepAsked,
  stepInWords,
  type Moment,
} from '#course/moment-link.ts'

const MOMENT: Moment = {
  demo: 'six-tries',
  steps: [
    { path: '/users/register', fields: [['user[email]', 'åna+1@example.test']] },
    { path: '/as/alice/users/log-out', fields: [['_method', 'delete']] },
  ],
}

const hashOf = (json: unknown) =>
  `#moment=${Buffer.from(JSON.stringify(json)).toString('base64url')}`
const refusal = (hash: string) => {
  const read = readMoment(hash)
  return read?.ok === false ? read.sentence : read
}

test('a moment comes back as it was sent', () => {
  expect(readMoment(momentHash(MOMENT)!)).toEqual({ ok: true, moment: MOMENT })
  expect(momentHash(MOMENT)).toMatch(/^#moment=[\w-]+$/)
})

test('an address without a moment is none', () => {
  expect(readMoment('')).toBeNull()
  expect(readMoment('#about-1')).toBeNull()
})

describe('never in a link', () => {
  test('more than twelve fields', () => {
    const fields = Array.from({ length: 13 }, (_, index) => [`a${index}`, 'x'] as const)

    expect(isPublic({ path: '/users/register', fields: fields.slice(1) })).toBe(true)
    expect(isPublic({ path: '/users/register', fields })).toBe(false)
  })

  test.for([
    ['a password', '/users/log-in', 'user[password]', 'x'],
    ['a token', '/users/log-in', 'user[token]', 'x'],
    ['a path with a token', `/users/log-in/${'a'.repeat(43)}`, 'a', 'b'],
    ['another site', 'https://evil.test/users/register', 'a', 'b'],
    ['another site, with no scheme', '//evil.test/users/register', 'a', 'b'],
    ['the end of a sandbox', '/sandbox/delete', 'a', 'b'],
    ['a way around', '/users/register/../../sandbox/delete', 'a', 'b'],
    ['a query', '/users/register?_method=delete', 'a', 'b'],
    ['a script', 'javascript:alert(1)', 'a', 'b'],
    ['a persona that is none', '/as/Alice!/users/register', 'a', 'b'],
    ['a name that is none', '/users/register', 'a b', 'c'],
    ['a long value', '/users/register', 'user[email]', 'x'.repeat(201)],
    ['text that runs the other way', '/users/register', 'user[email]', '\u202ea'],
    ['half a character', '/users/register', 'user[email]', '\ud800'],
  ] as const)('%s', ([, path, name, value]) => {
    expect(isPublic({ path, fields: [[name, value]] })).toBe(false)
    expect(momentHash({ demo: 'a', steps: [{ path, fields: [[name, value]] }] })).toBeNull()
    expect(refusal(hashOf(['a', [path, name, value]]))).toBe(
      'This link wants something that a link to a moment may not do.',
    )
  })

  test('more steps than a reader can look through', () => {
    const step = { path: '/scores', fields: [] }
    const steps = Array.from({ length: 13 }, () => step)

    expect(momentHash({ demo: 'a', steps: steps.slice(1) })).not.toBeNull()
    expect(momentHash({ demo: 'a', steps })).toBeNull()
    expect(refusal(hashOf(['a', ...steps.map(({ path }) => [path])]))).toMatch(/may not do/)
  })

  test('more than an address holds', () => {
    const fields = [['user[email]', 'x'.repeat(200)] as const]
    const steps = Array.from({ length: 12 }, () => ({ path: '/users/register', fields }))

    expect(momentHash({ demo: 'a', steps })).toBeNull()
  })
})

test.for([
  '#moment=',
  '#moment=%%%',
  '#moment=AAAA',
  hashOf(null),
  hashOf({ demo: 'a' }),
  hashOf([1, ['/scores']]),
  hashOf(['a', '/scores']),
  hashOf(['a', ['/scores', 'name']]),
  hashOf(['a', ['/scores', 'name', 1]]),
  hashOf(['a', []]),
  `#moment=${Buffer.from([0xff, 0xfe]).toString('base64url')}`,
])('%s is damaged', (hash) => {
  expect(refusal(hash)).toBe('This link to a moment is damaged. Ask for it again.')
})

test('a huge link is not even read', () => {
  expect(refusal(`#moment=${'A'.repeat(1_000_000)}`)).toBe(
    'This link to a moment is too long to be one of ours.',
  )
})

describe('the address of a moment', () => {
  test('holds the same moment, and what is known of it', () => {
    const address = momentAddress(MOMENT, { at: '11', end: 'refused.constraint' })!
    const { pathname, search } = new URL(address, 'https://course.test')

    expect(pathname).toBe(`/m/${momentHash(MOMENT)!.slice('#moment='.length)}`)
    expect(search).toBe('?at=11&end=refused.constraint')
    expect(readMomentCode(pathname.slice('/m/'.length))).toEqual({ ok: true, moment: MOMENT })
  })

  test('is no longer than 1,500 letters, where a link to the lesson may be', () => {
    const fields = [['user[email]', 'x'.repeat(200)] as const]
    const steps = Array.from({ length: 6 }, () => ({ path: '/users/register', fields }))

    expect(momentHash({ demo: 'a', steps })).not.toBeNull()
    expect(momentAddress({ demo: 'a', steps })).toBeNull()
    expect(momentAddress({ demo: 'a', steps: steps.slice(1, 4) })).not.toBeNull()
  })

  test('that is longer is not even read', () => {
    expect(readMomentCode('A'.repeat(1_501))).toEqual({
      ok: false,
      sentence: 'This link to a moment is too long to be one of ours.',
    })
  })

  test.for([
    ['at=11', 11],
    ['at=0', null],
    ['at=1000', null],
    ['at=-1', null],
    ['at=1e3', null],
    ['', null],
  ] as const)('asks with %j for step %s', ([query, step]) => {
    expect(stepAsked(new URLSearchParams(query))).toBe(step)
  })
})

test('a Run is one of the demo at hand', () => {
  const runOf = (act: string, path = '/acts') =>
    hashOf(['six-tries', [path, 'act', act, 'step', '2']])

  expect(readMoment(runOf('six-tries'))?.ok).toBe(true)
  expect(refusal(runOf('another'))).toMatch(/may not do/)
  expect(refusal(runOf('another', '/as/ana/acts'))).toMatch(/may not do/)
})

test('a step is said in full', () => {
  const [first, second] = MOMENT.steps
  expect(stepInWords(first!)).toBe('POST /users/register with user[email]=åna+1@example.test')
  expect(stepInWords(second!)).toBe('DELETE /as/alice/users/log-out')
  expect(stepInWords({ path: '/users/register', fields: [['user[email]', '']] })).toBe(
    'POST /users/register with user[email]=(empty)',
  )
  const run = [['act', 'six-tries'] as const, ['step', '2'] as const]
  expect(stepInWords({ path: '/acts', fields: run })).toBe('Run of step 2 of this demo')
})
