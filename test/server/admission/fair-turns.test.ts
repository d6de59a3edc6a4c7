import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FairTurns, type Full, type Place } from '#server/admission/fair-turns.ts'

const NETWORK = '192.0.2.1'
const ANOTHER = '198.51.100.7'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => vi.useRealTimers())

interface House {
  readonly atOnce?: number
  readonly ofAddress?: number
  readonly ofVisitor?: number
  readonly waiting?: number
}

/** A house, and the names of those whose turn it is, in the order in which it came. */
function openHouse({ atOnce = 1, ofAddress, ofVisitor, waiting = 100 }: House = {}) {
  const turns = new FairTurns({
    house: { atOnce, waiting },
    address: { atOnce: ofAddress ?? atOnce, waiting },
    visitor: { atOnce: ofVisitor ?? ofAddress ?? atOnce, waiting: 3 },
    patience: 1_000,
  })
  const came: string[] = []
  const told: (Full | null)[] = []
  const places = new Map<string, Place>()
  const ask = (name: string, visitor: string | null = name[0]!, address = NETWORK) => {
    const place = turns.ask({ address, visitor })
    places.set(name, place)
    void place.come.then((full) => {
      told.push(full)
      if (full === null) came.push(name)
    })
  }
  const leave = (name: string) => places.get(name)?.leave()
  return { turns, came, told, ask, leave }
}

/** What was decided so far is told. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** Ends one turn after the other until nobody waits. */
async function runAll({ came, leave }: ReturnType<typeof openHouse>): Promise<void> {
  await settle()
  for (let at = 0; at < came.length; at += 1) {
    leave(came[at]!)
    await settle()
  }
}

describe('FairTurns', () => {
  test('goes around among visitors, however many one of them asks for', async () => {
    const house = openHouse()
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2']) house.ask(name)

    await runAll(house)

    expect(house.came).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'])
  })

  test('goes around among addresses first, however many visitors one of them has', async () => {
    const house = openHouse()
    for (const name of ['a1', 'b1', 'c1', 'd1']) house.ask(name)
    house.ask('x1', 'x', ANOTHER)
    house.ask('x2', 'x', ANOTHER)

    await runAll(house)

    expect(house.came).toEqual(['a1', 'b1', 'x1', 'c1', 'x2', 'd1'])
  })

  test('works on no more than so many at once, for all, an address and a visitor', async () => {
    const house = openHouse({ atOnce: 4, ofAddress: 3, ofVisitor: 2 })
    for (const name of ['a1', 'a2', 'a3', 'b1', 'b2']) house.ask(name)
    house.ask('x1', 'x', ANOTHER)
    house.ask('x2', 'x', ANOTHER)

    await settle()

    expect(house.came).toEqual(['a1', 'a2', 'b1', 'x1'])
    expect([house.turns.inside, house.turns.waiting]).toEqual([4, 3])
  })

  test('refuses a visitor who has enough waiting, and nobody else', async () => {
    const house = openHouse()
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5', 'b1']) house.ask(name)
    await settle()

    expect(house.told).toEqual([null, 'visitor'])

    await runAll(house)
    expect(house.came).toEqual(['a1', 'a2', 'b1', 'a3', 'a4'])
  })

  test('lets whoever brings no cookie wait as one, with the share of an address', async () => {
    const house = openHouse()
    for (const name of ['n1', 'n2', 'n3', 'n4', 'n5', 'n6']) house.ask(name, null)
    house.ask('b1')

    await runAll(house)

    expect(house.came).toEqual(['n1', 'n2', 'b1', 'n3', 'n4', 'n5', 'n6'])
  })

  test('refuses an address, and then everybody, where too many wait', async () => {
    const house = openHouse({ waiting: 2 })
    for (const name of ['a1', 'b1', 'c1', 'd1']) house.ask(name)
    house.ask('x1', 'x', ANOTHER)
    await settle()

    expect(house.told).toEqual([null, 'address', 'house'])
  })

  test('gives the turn of who has left to the next, and holds no place for them', async () => {
    const house = openHouse()
    for (const name of ['a1', 'b1', 'c1']) house.ask(name)
    house.leave('b1')
    house.leave('b1')
    house.leave('a1')
    house.leave('a1')
    await settle()

    expect(house.came).toEqual(['a1', 'c1'])
    expect([house.turns.inside, house.turns.waiting]).toEqual([1, 0])
  })

  test('tells who waits for too long that there is no turn for them', async () => {
    const house = openHouse({ atOnce: 2, ofAddress: 2, ofVisitor: 1 })
    for (const name of ['a1', 'b1', 'a2', 'c1']) house.ask(name)
    house.ask('x1', 'x', ANOTHER)

    vi.advanceTimersByTime(1_000)
    await settle()
    house.leave('c1')

    // Of those who wait: behind themselves, behind their neighbours, and for the house.
    expect(house.told).toEqual([null, null, 'visitor', 'address', 'time'])
    expect([house.turns.inside, house.turns.waiting, vi.getTimerCount()]).toEqual([2, 0, 0])
  })

  test('keeps nothing of those who are gone', async () => {
    const house = openHouse()
    for (let number = 0; number < 50; number += 1) house.ask(`${number}`, `v${number}`, `${number}`)

    await runAll(house)

    expect(house.came).toHaveLength(50)
    expect([house.turns.lanes, vi.getTimerCount()]).toEqual([0, 0])
  })
})
