import { afterAll, expect, test } from 'vitest'
import { pipe } from '#lib/pipe.ts'
import { BlockCounter } from './block-counter.ts'

// It is compiled already, as by the tests of a file before this one.
pipe(1, (number) => number + 1)

const blocks = BlockCounter.start()
const again = await import('#lib/pipe.ts')
afterAll(() => blocks.stop())

test('what was compiled before is counted all the same', () => {
  const steps = Array.from({ length: 50 }, () => (number: number) => number + 1)
  const run = again.pipe as (value: number, ...steps: ((number: number) => number)[]) => number

  expect(blocks.count(() => run(1, ...steps))).toBeGreaterThan(50)
})
