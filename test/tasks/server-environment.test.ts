import { describe, expect, test } from 'vitest'
import { serverEnvironment } from '../../src/tasks/server-environment.mjs'

// Megabytes.
const LARGE = 4_096

describe('serverEnvironment', () => {
  test('gives a server threads for its databases, and little memory that nobody uses', () => {
    const { UV_THREADPOOL_SIZE: threads, ...others } = serverEnvironment({ PORT: '4321' }, LARGE)

    expect(Number(threads)).toBeGreaterThanOrEqual(8)
    expect(others).toEqual({
      ...{ PORT: '4321', MALLOC_ARENA_MAX: '2', NODE_OPTIONS: '--max-semi-space-size=16' },
    })
  })

  test('leaves what somebody has said, and adds to what they have said for Node', () => {
    const said = { UV_THREADPOOL_SIZE: '4', MALLOC_ARENA_MAX: '8' }

    expect(serverEnvironment({ ...said, NODE_OPTIONS: '--max-old-space-size=256' }, LARGE)).toEqual(
      {
        ...{ ...said, NODE_OPTIONS: '--max-old-space-size=256 --max-semi-space-size=16' },
      },
    )
    expect(serverEnvironment({ ...said, NODE_OPTIONS: '--max-semi-space-size=64' }, LARGE)).toEqual(
      {
        ...{ ...said, NODE_OPTIONS: '--max-semi-space-size=64' },
      },
    )
  })

  test.for([
    [256, '--max-semi-space-size=4 --max-old-space-size=112'],
    [384, '--max-semi-space-size=4 --max-old-space-size=201'],
    // Less cannot work; it is tried.
    [128, '--max-semi-space-size=4 --max-old-space-size=96'],
    [512, '--max-semi-space-size=16'],
  ] as const)('leaves room beside the heap in a container of %d megabytes', ([bound, options]) => {
    expect(serverEnvironment({}, bound).NODE_OPTIONS).toBe(options)
  })

  test('leaves the sizes that somebody has said for a small container', () => {
    const given = '--max-old-space-size=64 --max_semi_space_size=2'

    expect(serverEnvironment({ NODE_OPTIONS: given }, 256).NODE_OPTIONS).toBe(given)
  })
})
