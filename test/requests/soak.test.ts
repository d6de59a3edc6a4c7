/** The short form of `npm run soak`: it counts, and measures no time. */
import { expect, onTestFinished, test } from 'vitest'
import { soak } from '../soak/soak.ts'
import { countedPromises } from '../soak/verdict.ts'
import { startBuiltServer } from '../support/built-server.ts'

test('a few readers get what they ask for beside a neighbour who makes noise', async () => {
  const server = await startBuiltServer()
  onTestFinished(server.stop)

  let number = 0
  const { stretches, acts, fallen } = await soak(server, {
    ...{ readers: 6, stretches: 3, stretchMilliseconds: 300, thinks: 60, noisePerSecond: 60 },
    // In the third one the neighbour is loud.
    isEnough: ({ readers, neighbour }) => readers >= 40 && (number < 2 || neighbour >= 40),
    ended: () => (number += 1),
  })

  expect(fallen).toEqual([])
  for (const { says, measured, holds } of countedPromises(stretches))
    expect([says, measured, holds]).toEqual([says, measured, true])
  for (const count of acts) expect(count).toBeGreaterThan(3)
  expect(stretches.map(({ isLoud, neighbour }) => [isLoud, neighbour.length >= 40])).toEqual([
    ...[
      [false, false],
      [false, false],
      [true, true],
    ],
  ])
})
