import { describe, expect, test } from 'vitest'
import { lastRunOf } from '#site/last-run.ts'
import type { Trace } from '#trace/trace-step.ts'

const trace = (id: string, method: string, step: string | null, status: number | null = 200) =>
  ({
    ...{ id, title: `${method} /`, persona: 'you', startedAt: 0, status },
    steps: [
      {
        layer: 'request',
        data: { method, path: '/', fields: step === null ? {} : { _step: step } },
      },
    ],
  }) as unknown as Trace

const LED = trace('led', 'GET', null)

describe('lastRunOf', () => {
  test('finds the step that was taken last, though it only opens a page', () => {
    const opened = trace('opened', 'GET', 'an-act.2')

    expect(lastRunOf([LED, opened, trace('sent', 'POST', 'an-act.1')], 'an-act')).toBe(opened)
  })

  test('shows what was done by hand after a step', () => {
    const byHand = trace('by-hand', 'POST', null)

    expect(lastRunOf([LED, byHand, trace('sent', 'POST', 'an-act.1')], 'an-act')).toBe(byHand)
  })

  test('shows nothing of an act that its reader has left, nor what is not answered', () => {
    const traces = [trace('other', 'GET', 'another.1'), trace('sent', 'POST', 'an-act.1')]

    expect(lastRunOf(traces, 'an-act')).toBeNull()
    expect(lastRunOf([trace('open', 'POST', 'an-act.1', null)], 'an-act')).toBeNull()
  })
})
