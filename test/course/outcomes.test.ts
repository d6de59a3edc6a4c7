import { expect, test } from 'vitest'
import type { Json, Trace } from '#trace/trace-step.ts'
import { stepOf } from '#course/outcomes.ts'

const traceOf = (data: Readonly<Record<string, Json>> | null): Trace => ({
  ...{ id: 'a', title: 'POST /', persona: 'you', startedAt: 0, status: 200 },
  steps: data
    ? [
        {
          ...{ id: 1, parent: null, at: 0, layer: 'request', name: '', tag: '', outcome: 'ok' },
          ...{ detail: '', source: null, data },
        },
      ]
    : [],
})

test.for([
  [{ fields: { _step: 'a-demo.2' } }, 'a-demo.2'],
  [{ fields: { _step: ['a-demo.2'] } }, null],
  [{ fields: {} }, null],
  [{ fields: null }, null],
  [{ fields: 'text' }, null],
  [{ fields: [1] }, null],
  [{}, null],
  [null, null],
] as const)('the step of a request with %j is %j', ([data, step]) => {
  expect(stepOf(traceOf(data))).toBe(step)
})
