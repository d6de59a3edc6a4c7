import { describe, expect, test } from 'vitest'
import { Gates, runLanes } from '#levers/race/gates.ts'
import { ordersOf, printOrder, readOrder, type Lane } from '#levers/race/orders.ts'
import type { Gate } from '#trace/watch.ts'

const TAGS = ['sql.select.users', 'sql.insert.users']
const order = (written: string) => readOrder(written, 2)!
const tick = () => new Promise((resolve) => setImmediate(resolve))

/** Two requests that ask and write, and what ran in which order. */
async function race(written: string, skips: Partial<Record<Lane, readonly number[]>> = {}) {
  const ran: string[] = []
  let running = 0
  let most = 0
  const gates = new Gates(order(written), TAGS)
  await runLanes(gates, async (lane, gate) => {
    for (const [at, tag] of TAGS.entries()) {
      if (skips[lane]?.includes(at)) continue
      await gate({ tag, sql: '' })
      ran.push(`${lane}${at}`)
      most = Math.max(most, (running += 1))
      // A query takes its time, and one of lane A more of it.
      for (let turn = lane === 'A' ? 5 : 1; turn > 0; turn--) await tick()
      running -= 1
    }
  })
  return { ran, gates, most }
}

describe('the gates', () => {
  test.each(ordersOf(2).map(printOrder))('let two requests through as %s says', async (written) => {
    const { ran, gates, most } = await race(written)
    // To come through a gate first is not to be written first: the next waits until it is done.
    expect(most).toBe(1)
    const seen = { A: 0, B: 0 }
    expect(ran).toEqual(order(written).map((lane) => `${lane}${seen[lane]++}`))
    expect(gates.isOpen).toBe(false)
    expect(gates.waiting).toBe(0)
  })

  test('wait for no question that is not asked', async () => {
    const { ran, gates } = await race('BABA', { A: [0], B: [0] })
    expect(ran).toEqual(['B1', 'A1'])
    expect(gates.isOpen).toBe(false)
  })

  test('wait for nobody who was refused before', async () => {
    const { ran, gates } = await race('ABAB', { A: [0, 1] })
    expect(ran).toEqual(['B0', 'B1'])
    expect(gates.isOpen).toBe(false)
  })

  test('are passed once: a later query of the same kind passes', async () => {
    const gates = new Gates(order('BBAA'), TAGS)
    const gate: Gate = gates.of('B')
    await gate({ tag: 'sql.select.users', sql: '' })
    await gate({ tag: 'sql.insert.users', sql: '' })
    await gate({ tag: 'sql.select.users', sql: '' })
    await gate({ tag: 'sql.insert.users_tokens', sql: '' })
    expect(gates.passed).toEqual([
      { lane: 'B', gate: 0 },
      { lane: 'B', gate: 1 },
    ])
  })

  test('open for everybody once one has waited too long', async () => {
    const gates = new Gates(order('ABAB'), TAGS, 1)
    await gates.of('B')({ tag: 'sql.select.users', sql: '' })
    expect(gates.isOpen).toBe(true)
    await gates.of('B')({ tag: 'sql.insert.users', sql: '' })
    expect(gates.waiting).toBe(0)
  })

  test('hold nobody for ever, whatever two hundred requests skip', async () => {
    // The same numbers each time: a fault that is found once is found again.
    let seed = 7
    const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
    const orders = ordersOf(2).map(printOrder)
    for (let turn = 0; turn < 200; turn++) {
      const skips = { A: [draw(3)], B: [draw(3)] }
      const written = orders[draw(orders.length)]!
      const { ran, gates } = await race(written, skips)
      const seen = { A: 0, B: 0 }
      const wanted = order(written)
        .map((lane) => ({ lane, gate: seen[lane]++ }))
        .filter(({ lane, gate }) => !skips[lane].includes(gate))
      expect(ran).toEqual(wanted.map(({ lane, gate }) => `${lane}${gate}`))
      expect([gates.isOpen, gates.waiting]).toEqual([false, 0])
    }
  })

  test('of a lane that throws hold nobody', async () => {
    const gates = new Gates(order('ABAB'), TAGS)
    const broken = runLanes(gates, async (lane, gate) => {
      if (lane === 'A') throw new Error('broke')
      for (const tag of TAGS) await gate({ tag, sql: '' })
    })
    await expect(broken).rejects.toThrow('broke')
    await tick()
    expect(gates.waiting).toBe(0)
    expect(gates.isOpen).toBe(false)
  })
})
