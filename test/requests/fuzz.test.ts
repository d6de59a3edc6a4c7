/** The short form of `npm run fuzz`: the same generator, over every route, with a seed of its own. */
import { expect, onTestFinished, test } from 'vitest'
import { PATTERNS } from '../fuzz/draw.ts'
import { fuzz, FUZZED } from '../fuzz/fuzz.ts'
import { startBuiltServer } from '../support/built-server.ts'

test('hundreds of drawn requests meet no error of the server, and nothing of somebody else’s', async () => {
  const server = await startBuiltServer(FUZZED)
  onTestFinished(server.stop)

  const { asked, routes, faults } = await fuzz(server, { seed: 30_11, count: 480, visitors: 3 })

  expect(faults).toEqual([])
  expect(asked).toBe(480)
  expect(PATTERNS.filter((pattern) => routes[pattern] === undefined)).toEqual([])
})
