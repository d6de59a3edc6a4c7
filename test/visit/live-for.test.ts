import { describe, expect, test } from 'vitest'
import type { LivePage } from '#app/web/locals.ts'
import type { LiveOwner, LivePages } from '#visit/live-pages.ts'
import { collect } from '#trace/trace.ts'
import { liveFor } from '#visit/live-for.ts'
import { contextOf } from '../support/context.ts'

const REDIRECT = { to: '/users/log-in', flash: null }

/** The house's live pages with one that is open, and whom each question was about. */
function livePages(opens: object) {
  const owners: LiveOwner[] = []
  const page = { id: 'page', running: { view: 'GuessLive' } } as LivePage
  const live = {
    find: (id: string, owner: LiveOwner) => (owners.push(owner), id === page.id ? page : null),
    open: (owner: LiveOwner) => (owners.push(owner), Promise.resolve(opens)),
    event: (_id: string, owner: LiveOwner) => (owners.push(owner), Promise.resolve(page)),
  } as unknown as LivePages
  const { locals } = contextOf({ persona: 'alice', services: { live } })
  locals.byItself = false
  const own = liveFor(locals)
  const noted = async (act: () => Promise<unknown>) => {
    await collect(locals.recorder, act)
    return [locals.recorder.snapshot().title, locals.byItself]
  }
  return { locals, own, owners, page, noted }
}

const mount = () => Promise.resolve({ halted: REDIRECT })

describe('liveFor', () => {
  test('asks for the pages of whoever asks, in the sandbox that was found meanwhile', async () => {
    const { locals, own, owners, page } = livePages({ halted: REDIRECT })
    locals.visitor = { id: 7 }

    expect([own.find('page'), own.find('another')]).toEqual([page, null])
    await own.open('/guess', mount, { patient: true })
    await own.event('page', 'guess', {})

    const owner = { visitor: { id: 7 }, place: null, surroundings: {}, persona: 'alice' }
    expect(owners).toHaveLength(5)
    for (const one of owners) expect(one).toEqual({ ...owner, clientAddress: '203.0.113.7' })
  })

  test('tells a page that connects from one that its reader’s act has opened', async () => {
    const opened = { running: { view: 'GuessLive' } }
    const connects = livePages(opened)
    const acts = livePages(opened)
    const halts = livePages({ halted: REDIRECT })
    const open =
      ({ own }: typeof acts, patient: boolean) =>
      () =>
        own.open('/guess', mount, { patient })

    expect(await connects.noted(open(connects, false))).toEqual(['GuessLive, connected', true])
    expect(await acts.noted(open(acts, true))).toEqual(['GET /', false])
    expect(await halts.noted(open(halts, false))).toEqual(['GET /', false])
  })

  test('tells in the trace what comes by the side door', async () => {
    const kindOf = async (
      opens: object,
      act: (own: ReturnType<typeof liveFor>) => Promise<unknown>,
    ) => {
      const { own, locals, noted } = livePages(opens)
      await noted(() => act(own))
      return locals.recorder.snapshot().kind
    }
    const opened = { running: { view: 'GuessLive' } }
    const connect = (patient: boolean) => (own: ReturnType<typeof liveFor>) =>
      own.open('/guess', mount, { patient })

    expect(await kindOf(opened, connect(false))).toBe('connect')
    expect(await kindOf({ halted: REDIRECT }, connect(false))).toBe('connect')
    expect(await kindOf(opened, connect(true))).toBe('request')
    expect(await kindOf({}, (own) => own.event('page', 'guess', {}))).toBe('event')
  })

  test.for([
    ['guess', 'GuessLive, event guess', false],
    ['validate_email', 'GuessLive, event validate_email', true],
    ['x'.repeat(90), `GuessLive, event ${'x'.repeat(40)}`, false],
  ] as const)('names the event %s, and knows who began it', async ([name, title, byItself]) => {
    const { own, noted } = livePages({})

    expect(await noted(() => own.event('page', name, {}))).toEqual([title, byItself])
  })

  test('has no name for an event of a page that is gone', async () => {
    const { own, noted } = livePages({})

    expect(await noted(() => own.event('another', 'validate', {}))).toEqual(['GET /', false])
  })
})
