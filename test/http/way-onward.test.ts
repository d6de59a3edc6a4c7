import { describe, expect, test } from 'vitest'
import { pathFor } from '#http/links.ts'
import { wayOnward } from '#http/way-onward.ts'

const HERE = 'https://house.example'
const FORM = `${HERE}/as/bo/users/register?a=1`

const onward = (status: number, asked: { method?: string; referer?: string } = {}) =>
  wayOnward(
    { status, way: null },
    {
      ...{ method: 'GET', referer: null, publicOrigin: new URL(HERE) },
      ...{ to: (path: string) => path, ...asked },
    },
  )

const COURSE = { href: '/', label: 'To the course' }
const AGAIN = { href: '', label: 'Try again' }
const BEFORE = { href: '/as/bo/users/register?a=1', label: 'To the page before' }

describe('wayOnward', () => {
  test.for([429, 500, 503, 507])('%i: what was only opened is opened again', (status) => {
    expect(onward(status, { referer: FORM })).toEqual(AGAIN)
    expect(onward(status, { method: 'HEAD' })).toEqual(AGAIN)
  })

  test.for([429, 500, 503, 507])('%i: what was sent is sent by the page before', (status) => {
    expect(onward(status, { method: 'POST', referer: FORM })).toEqual(BEFORE)
    expect(onward(status, { method: 'POST' })).toEqual(COURSE)
  })

  test.for([400, 405, 409, 413, 415, 422])('%i: the page before has the button', (status) => {
    expect(onward(status, { referer: FORM })).toEqual(BEFORE)
    expect(onward(status)).toEqual(COURSE)
  })

  test.for([403, 404, 410])('%i: another place is found from the course', (status) => {
    expect(onward(status, { referer: FORM })).toEqual(COURSE)
  })

  test.for([
    ['of another site', 'https://elsewhere.example/form'],
    ['with a name like this one', 'https://house.example.elsewhere.example/form'],
    ['that says no more than its origin, because its address is a secret', `${HERE}/`],
    ['that is no address', 'javascript:alert(1)'],
    ['that cannot be read', 'about what?'],
  ])('a page %s is none to go back to', ([, referer]) => {
    expect(onward(503, { method: 'POST', referer: referer! })).toEqual(COURSE)
  })

  test('what a refusal names itself comes first, for whoever acts', () => {
    const way = { href: '/sandbox/mailbox', label: 'To your mailbox' }
    const asked = { method: 'POST', referer: FORM, publicOrigin: new URL(HERE) }

    const found = wayOnward({ status: 429, way }, { ...asked, to: (path) => pathFor('bo', path) })

    expect(found).toEqual({ href: '/as/bo/sandbox/mailbox', label: 'To your mailbox' })
  })
})
