import { describe, expect, test } from 'vitest'
import {
  actorOf,
  buttonOf,
  isTitleOfStep,
  playStep,
  requestOfStep,
  step as schema,
  stepName,
} from '#course/steps.ts'
import type { Player } from '#course/steps/step-kind.ts'
import { sampleTrace } from '../support/sample-trace.ts'

const DEMO = { page: '/users/register', people: ['you', 'alice'] }
const step = (written: object) => schema.parse({ label: 'Try it', ...written })
const FIELDS = { 'user[email]': 'ana@example.test' }

describe('requestOfStep', () => {
  test.for([
    [{ fields: FIELDS }, 'POST', '/users/register', FIELDS],
    [{ path: '/users/log-in', as: 'alice' }, 'POST', '/as/alice/users/log-in', {}],
    [{ method: 'DELETE', path: '/users/log-out' }, 'POST', '/users/log-out', { _method: 'delete' }],
    [{ does: 'open' }, 'GET', '/users/register', {}],
    [{ does: 'open', path: '/scores', as: 'alice' }, 'GET', '/as/alice/scores', {}],
    [{ does: 'show-mail' }, 'GET', '/sandbox/mailbox/newest', {}],
    [{ does: 'open-link' }, 'GET', '/sandbox/mailbox/newest/link', {}],
    [{ does: 'press-link', as: 'alice' }, 'GET', '/as/alice/sandbox/mailbox/newest/link', {}],
    [{ does: 'clock', advance: '15m' }, 'POST', '/sandbox/clock', { advance: '15m' }],
    [{ does: 'connect', path: '/guess' }, 'POST', '/live', { path: '/guess' }],
    [
      { does: 'event', path: '/guess', event: 'guess', fields: { number: '4' }, as: 'alice' },
      ...(['POST', '/as/alice/guess', { _event: 'guess', number: '4' }] as const),
    ],
  ] as const)('of %o', ([written, method, path, fields]) => {
    expect(requestOfStep(DEMO, step(written))).toEqual({ method, path, fields })
  })
})

describe('a step is called', () => {
  const game = { page: '/guess', people: ['ana'] }
  const event = step({ fields: { _event: 'guess', number: '4' } })

  test.for([
    [event, 'GuessLive, event guess', true],
    [event, 'GuessLive, event restart', false],
    [event, 'POST /guess', false],
    [step({ does: 'open' }), 'GET /guess', true],
    [step({ does: 'open' }), 'GuessLive, event guess', false],
    [step({ does: 'event', event: 'guess' }), 'GuessLive, event guess', true],
    [step({ does: 'event', event: 'guess' }), 'GuessLive, event restart', false],
    [step({ does: 'connect' }), 'GuessLive, connected', true],
    [step({ does: 'connect' }), 'POST /live', true],
    [step({ does: 'connect' }), 'GET /guess', false],
  ] as const)('as its trace is: %o by %s is %s', ([own, title, is]) => {
    expect(isTitleOfStep(game, own, title)).toBe(is)
  })
})

test('a step that sends is a form, and one that opens is a link', () => {
  const kinds = ['send', 'open', 'open-link', 'press-link'].map((does) => step({ does }))

  expect([...kinds, step({ does: 'clock', advance: '1d' })].map(buttonOf)).toEqual([
    ...['form', 'link', 'link', 'link', 'form'],
  ])
})

test('the first of the people takes a step, unless it names another', () => {
  expect(actorOf(DEMO, step({}))).toBe('you')
  expect(actorOf(DEMO, step({ as: 'alice' }))).toBe('alice')
})

test('a step has a name', () => {
  expect(stepName('ana-comes-in', 2)).toBe('ana-comes-in.2')
})

describe('playStep', () => {
  /** Says what it was asked to do. */
  function fakePlayer() {
    const done: unknown[] = []
    const does = (what: unknown) => {
      done.push(what)
      return Promise.resolve(sampleTrace([]))
    }
    const player: Player = {
      take: does,
      type: (line: string) => does(`types ${line}`),
      connect: (path, base) => does(`connects ${base}${path}`),
      sendEvents: (path, base, events) =>
        does([`sends on ${base}${path}`, ...events.map(({ name, fields }) => [name, fields])]),
      openNewestLink: () => does('opens the link'),
      pressNewestLink: () => does('presses the button'),
    }
    return { player, done }
  }

  test.for([
    [{ fields: FIELDS }, { method: 'POST', path: '/users/register', fields: FIELDS }],
    [
      { does: 'open', path: '/scores' },
      { method: 'GET', path: '/scores', fields: {} },
    ],
    [{ does: 'open-link' }, 'opens the link'],
    [{ does: 'press-link' }, 'presses the button'],
    [{ does: 'connect', as: 'alice' }, 'connects /as/alice/users/register'],
    [
      {
        ...{ does: 'event', path: '/guess', event: 'guess' },
        ...{ first: [{ number: '1' }], fields: { number: '2' } },
      },
      ['sends on /guess', ['guess', { number: '1' }], ['guess', { number: '2' }]],
    ],
  ] as const)('plays %o', async ([written, what]) => {
    const { player, done } = fakePlayer()

    await playStep(player, DEMO, step(written))

    expect(done).toEqual([what])
  })
})
