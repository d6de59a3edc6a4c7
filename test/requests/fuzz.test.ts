/** The short form of `npm run fuzz`: the same generator, over every route, with a seed of its own. */
import { expect, onTestFinished, test } from 'vitest'
import { PATTERNS } from '../fuzz/draw.ts'
import { fuzz, FUZZED } from '../fuzz/fuzz.ts'
import { startBuiltServer } from '../support/built-server.ts'

// Each of two visitors comes to every route. It takes as long as the machine is busy.
test(
  'hundreds of drawn requests meet no error of the server, and nothing of somebody else’s',
  { timeout: 240_000 },
  async () => {
    const server = await startBuiltServer(FUZZED)
    onTestFinished(server.stop)

    const { asked, routes, own, faults } = await fuzz(server, {
      seed: 30_11,
      count: 320,
      visitors: 2,
    })

    expect(faults).toEqual([])
    expect(asked).toBe(320)
    // There is something to leak.
    expect(own).toBeGreaterThan(10)
    expect(PATTERNS.filter((pattern) => routes[pattern] === undefined)).toEqual([])
  },
)
