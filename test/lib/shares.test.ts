import { describe, expect, test } from 'vitest'
import { roomFor, type Holder } from '#lib/shares.ts'

const SCHOOL = '192.0.2.1'
const HOME = '198.51.100.7'
const SHARES = { visitor: 3, address: 4, house: 6 }

/** Places such as `ana ana bo`, each of somebody at school, or `eve@home`. */
const placesOf = (text: string): readonly Holder[] => text.split(' ').filter(Boolean).map(holderOf)

function holderOf(text: string): Holder {
  const [visitor = '', at] = text.split('@')
  return { visitor, address: at === 'home' ? HOME : SCHOOL }
}

describe('roomFor', () => {
  test.for([
    ['ana', 'ana ana', null, 'there is room'],
    ['bo', 'ana ana ana bo', 'ana', 'who has most at the address gives way'],
    ['bo', 'ana ana cy cy', 'ana', 'of two with as many the one who came first'],
    ['bo', 'ana ana ana eve@home eve@home fay@home', 'ana', 'or a neighbour, in a full house'],
    ['ana', 'eve@home eve@home eve@home bo@home cy cy', 'eve', 'the address with most gives way'],
  ] as const)('%s among “%s”: %s, for %s', ([newcomer, held, instead]) => {
    const places = placesOf(held)

    const room = roomFor(holderOf(newcomer), places, SHARES)

    expect(room).toEqual({ instead: instead && places.find((each) => each.visitor === instead) })
  })

  test.for([
    ['ana', 'ana ana ana', 'visitor'],
    ['bo', 'ana ana bo cy', 'address'],
    ['ana', 'ana bo cy dee', 'address'],
    ['ana@home', 'bo@home cy@home dee eve fay', null],
    ['ana@home', 'bo@home cy@home dan@home dee eve fay', 'house'],
  ] as const)('%s among “%s” is full for the %s', ([newcomer, held, full]) => {
    const room = roomFor(holderOf(newcomer), placesOf(held), SHARES)

    expect(room).toEqual(full === null ? { instead: null } : { full })
  })

  test('ends: whoever gave way does not get the place back', () => {
    let held = placesOf('ana ana ana bo')
    const taken: string[] = []

    for (const newcomer of ['bo', 'ana', 'bo', 'ana'].map(holderOf)) {
      const room = roomFor(newcomer, held, SHARES)
      if ('full' in room) continue
      held = [...held.filter((place) => place !== room.instead), newcomer]
      taken.push(newcomer.visitor)
    }

    expect(taken).toEqual(['bo'])
  })
})
