import { describe, expect, test } from 'vitest'
import { ActLimits, type Act } from '#server/admission/act-limits.ts'
import type { Asker } from '#server/admission/fair-turns.ts'

const ANA: Asker = { address: '192.0.2.1', visitor: 'ana' }
const BO: Asker = { address: '192.0.2.1', visitor: 'bo' }
const NOBODY: Asker = { address: '192.0.2.1', visitor: null }

const limits = (on = true) =>
  new ActLimits({
    ...{ on, failedLogIns: 2, failedLinks: 2 },
    ...{ mailsPerVisitorAndMinute: 2, searchesPerVisitorAndMinute: 2 },
  })

/** What a form sends: `email=ana@example.test` is `user[email]=…`. */
function form(path: string, fields: Record<string, string> = {}, method = 'POST'): Act {
  const named = Object.entries(fields).map(([name, value]) => [`user[${name}]`, value])
  const body = { kind: 'form', text: new URLSearchParams(named).toString() } as const
  return { method, path, persona: 'you', body }
}

const password = (email = 'ana@example.test') =>
  form('/users/log-in', { email, password: 'not this one' })
const link = form('/users/log-in', { token: 'x' })
const mail = form('/users/log-in', { email: 'ana@example.test' })
const settings = (action: string, persona = 'you'): Act => ({
  ...{ method: 'POST', path: '/users/settings', persona },
  body: { kind: 'form', text: new URLSearchParams({ action }).toString() },
})

/** The acts that are answered with these statuses, one after the other: what each was counted as. */
function answered(own: ActLimits, asker: Asker, act: Act, statuses: readonly number[]) {
  return statuses.map((status) => {
    const counted = own.count(asker, act)
    if (!counted) return 'not counted'
    if ('refusal' in counted) return counted.refusal.status
    counted.answered(status)
    return 'counted'
  })
}

describe('a wrong password', () => {
  test('is counted for the account, and the right one is refused after too many', () => {
    const own = limits()

    expect(answered(own, ANA, password(), [422, 422, 303])).toEqual(['counted', 'counted', 429])
    expect(answered(own, ANA, password('bo@example.test'), [422])).toEqual(['counted'])
  })

  test('is forgotten with the right one', () => {
    const own = limits()

    const seen = answered(own, ANA, password(), [422, 303, 422, 422, 422])

    expect(seen).toEqual(['counted', 'counted', 'counted', 'counted', 429])
  })

  test('is one whatever the case of the address', () => {
    const own = limits()
    answered(own, ANA, password(), [422, 422])

    expect(answered(own, ANA, password('ANA@Example.test'), [422])).toEqual([429])
  })

  test('is none where the house was busy, or nobody waited for the answer', () => {
    const own = limits()

    answered(own, ANA, password(), [503, 0, 503, 0, 422])

    expect(answered(own, ANA, password(), [422, 422])).toEqual(['counted', 429])
  })

  test('limits nobody else, and does not close the way by a link', () => {
    const own = limits()
    answered(own, ANA, password(), [422, 422, 422])

    expect(answered(own, BO, password(), [422])).toEqual(['counted'])
    expect(answered(own, ANA, link, [303])).toEqual(['counted'])
    expect(answered(own, ANA, mail, [303])).toEqual(['counted'])
  })

  test('is counted where a password is changed, for the persona who acts', () => {
    const own = limits()
    const change = settings('update_password')

    expect(answered(own, ANA, change, [422, 422, 303])).toEqual(['counted', 'counted', 429])
    expect(answered(own, ANA, settings('update_password', 'bo'), [422])).toEqual(['counted'])
  })

  test('says how long to wait, and what to do meanwhile', () => {
    const own = limits()
    answered(own, ANA, password(), [422, 422])

    const counted = own.count(ANA, password())

    expect(counted).toMatchObject({
      name: 'log-in',
      refusal: {
        message:
          'Many wrong passwords came for this account. A link by mail opens it at once. Try again in 5 minutes.',
        headers: { 'retry-after': '300' },
        way: { href: '/users/log-in', label: 'Get a link by mail' },
      },
    })
  })

  test('of forty at one address is counted for the address, without a cookie too', () => {
    const own = limits()
    const seen = Array.from({ length: 81 }, () => answered(own, NOBODY, password(), [422])[0])

    expect(seen.slice(-2)).toEqual(['counted', 429])
  })
})

test('tries at the same time are counted before any of them is answered', () => {
  const own = limits()

  const counted = Array.from({ length: 50 }, () => own.count(ANA, password()))

  expect(counted.filter((each) => each && !('refusal' in each))).toHaveLength(2)
})

test.for([
  ['a link that opens nothing', link, [422, 422, 303], ['counted', 'counted', 429]],
  ['a link that opens', link, [303, 303, 303], ['counted', 'counted', 'counted']],
  ['a link by mail', mail, [303, 303, 303], ['counted', 'counted', 429]],
  ['a form that asks for a mail and is refused', mail, [422, 422, 422], Array(3).fill('counted')],
  ['a registration', form('/users/register'), [303, 303, 303], ['counted', 'counted', 429]],
  ['a new address', settings('update_email'), [303, 303, 303], ['counted', 'counted', 429]],
  ['a form of the settings that is none', settings(''), [422], ['not counted']],
  ['a search', form('/search', {}, 'GET'), [200, 200, 200], ['counted', 'counted', 429]],
  ['a page', form('/users/log-in', {}, 'GET'), [200], ['not counted']],
] as const)('%s', ([, act, statuses, seen]) => {
  expect(answered(limits(), ANA, act, statuses)).toEqual(seen)
})

test('what cannot be read is left to the page', () => {
  const torn = { ...password(), body: { kind: 'json', text: '{' } } as const

  expect(answered(limits(), ANA, torn, [400, 400, 400])).toEqual(Array(3).fill('counted'))
})

test('nothing is counted where limits are off', () => {
  expect(answered(limits(false), ANA, password(), [422, 422, 422])).toEqual(
    Array(3).fill('not counted'),
  )
})
