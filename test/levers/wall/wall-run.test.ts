import { describe, expect, test } from 'vitest'
import {
  keepWall,
  lastOfWall,
  packTrace,
  traceOfRow,
  wallRunsOf,
  type WallRun,
} from '#levers/wall/wall-run.ts'
import type { WallRow } from '#levers/wall/wall-row.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import type { Trace } from '#trace/trace-step.ts'

// Runs go with the traces of the sandbox, whatever else is in it.
const sandbox = () => ({ traces: {} }) as Sandbox
const row: WallRow = {
  ...{ number: 1, name: 'bo', about: '', title: 'POST /users/register', status: 422 },
  ...{
    end: 'refused',
    at: 'changeset',
    by: 'changeset',
    tag: null,
    broke: false,
    lit: [],
    words: '',
  },
}
const trace: Trace = {
  ...{ id: 'a', title: 'POST /users/register', persona: 'bo', startedAt: 0, status: 422 },
  steps: [],
}
const run = (wall: string): Omit<WallRun, 'number'> => ({
  ...{ wall, own: null, without: [], rows: [row], packed: [packTrace(trace)] },
})

describe('the walls of a sandbox', () => {
  test('are two of each at the most, and the traces of the newest alone', () => {
    const own = sandbox()
    for (let n = 0; n < 5; n += 1) keepWall(own, run('a'))

    const { run: newest, before } = lastOfWall(own, 'a')
    expect([newest?.number, before?.number]).toEqual([5, 4])
    expect(newest && traceOfRow(newest, 1)).toEqual(trace)
    expect(before && traceOfRow(before, 1)).toBeNull()
    expect(wallRunsOf(own)).toHaveLength(2)
  })

  test('are those of three walls at the most', () => {
    const own = sandbox()
    for (const wall of ['a', 'b', 'c', 'd', 'b']) keepWall(own, run(wall))

    expect(new Set(wallRunsOf(own).map(({ wall }) => wall))).toEqual(new Set(['b', 'c', 'd']))
  })

  test('are each sandbox’s own', () => {
    const [one, other] = [sandbox(), sandbox()]
    keepWall(one, run('a'))

    expect(wallRunsOf(other)).toEqual([])
    expect(wallRunsOf(null)).toEqual([])
  })

  test('have no trace of a row that is not there', () => {
    expect(traceOfRow(keepWall(sandbox(), run('a')), 2)).toBeNull()
    expect(traceOfRow(keepWall(sandbox(), run('a')), NaN)).toBeNull()
  })
})
