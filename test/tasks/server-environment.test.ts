import { describe, expect, test } from 'vitest'
import { serverEnvironment } from '../../src/tasks/server-environment.mjs'

describe('serverEnvironment', () => {
  test('gives a server threads for its databases, and little memory that nobody uses', () => {
    const { UV_THREADPOOL_SIZE: threads, ...others } = serverEnvironment({ PORT: '4321' })

    expect(Number(threads)).toBeGreaterThanOrEqual(8)
    expect(others).toEqual({
      ...{ PORT: '4321', MALLOC_ARENA_MAX: '2', NODE_OPTIONS: '--max-semi-space-size=16' },
    })
  })

  test('leaves what somebody has said, and adds to what they have said for Node', () => {
    const said = { UV_THREADPOOL_SIZE: '4', MALLOC_ARENA_MAX: '8' }

    expect(serverEnvironment({ ...said, NODE_OPTIONS: '--max-old-space-size=256' })).toEqual({
      ...{ ...said, NODE_OPTIONS: '--max-old-space-size=256 --max-semi-space-size=16' },
    })
    expect(serverEnvironment({ ...said, NODE_OPTIONS: '--max-semi-space-size=64' })).toEqual({
      ...{ ...said, NODE_OPTIONS: '--max-semi-space-size=64' },
    })
  })
})
