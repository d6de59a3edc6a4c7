import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

/** Holds the same number of things while it makes others, and says how often the whole heap was looked through. */
const PROGRAM = `
  import { constants, PerformanceObserver } from 'node:perf_hooks'
  const [growHeapSlowly] = process.argv.includes('slowly')
    ? [(await import('./src/server/heap-growth.ts')).growHeapSlowly]
    : [() => undefined]
  growHeapSlowly()
  let great = 0
  new PerformanceObserver((list) => {
    for (const { detail } of list.getEntries())
      if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) great += 1
  }).observe({ entryTypes: ['gc'] })
  const held = []
  for (let n = 0; n < 40_000; n += 1) {
    held[n % 10_000] = { n, numbers: Array.from({ length: 200 }, () => n + 0.5) }
    if (n % 1_000 === 0) await new Promise(setImmediate)
  }
  await new Promise((resolve) => setTimeout(resolve, 50))
  console.log(great)
`

async function greatCollections(...given: readonly string[]): Promise<number> {
  const options = ['--max-semi-space-size=16', '--max-old-space-size=4096', '--input-type=module']
  const { stdout } = await run(process.execPath, [...options, '--eval', PROGRAM, ...given])
  return Number(stdout)
}

test('what nobody needs is looked for more often than on a machine with much memory it would be', async () => {
  const [slowly, usual] = await Promise.all([greatCollections('slowly'), greatCollections()])

  expect(slowly).toBeGreaterThan(usual * 1.5)
})
