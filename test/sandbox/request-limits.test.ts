import { describe, expect, test } from 'vitest'
import { Refusal } from '#lib/refusal.ts'
import { RequestLimits } from '#sandbox/request-limits.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'

const limits = (on = true) =>
  new RequestLimits({
    newSandboxesPerAddressAndHour: 1,
    resetsPerVisitorAndHour: 1,
    startsPerVisitorAndHour: 1,
    callsPerVisitorAndMinute: 1,
    on,
  })

/** What is recorded while `act` is refused. */
function refused(act: () => void) {
  const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
  expect(() => collect(recorder, act)).toThrow(Refusal)
  return recorder.snapshot().steps
}

describe('a limit that refuses', () => {
  test.for([
    ['limit.resets', 'limit: resets', (own: RequestLimits) => own.countReset({ id: 1 })],
    ['limit.starts', 'limit: starts', (own: RequestLimits) => own.countStart({ id: 1 })],
    ['limit.log-ins', 'limit: log-ins', (own: RequestLimits) => own.countLogIn({ id: 1 })],
    ['limit.calls', 'limit: calls', (own: RequestLimits) => own.countCall({ id: 1 }, '::1')],
    ['limit.newcomers', 'limit: newcomers', (own: RequestLimits) => own.countNewcomer('::1')],
  ] as const)('is the step %s of the trace', ([tag, name, count]) => {
    const own = limits()
    count(own)

    const steps = refused(() => count(own))

    expect(steps).toMatchObject([{ layer: 'request', tag, name, outcome: 'error' }])
    expect(steps[0]?.detail).toMatch(/\.$/)
  })

  test('lets ten passwords of a visitor be hashed from a prompt in a minute', () => {
    const own = limits()

    for (let time = 0; time < 10; time += 1) own.countHash({ id: 1 })

    expect(() => own.countHash({ id: 1 })).toThrow('A prompt hashes 10 passwords a minute.')
    expect(() => own.countHash({ id: 2 })).not.toThrow()
  })

  test('leaves no step where limits are off, nor before it is met', () => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
    const off = limits(false)

    collect(recorder, () => {
      for (let time = 0; time < 3; time += 1) off.countReset({ id: 1 })
      limits().countReset({ id: 1 })
    })

    expect(recorder.snapshot().steps).toEqual([])
  })
})
