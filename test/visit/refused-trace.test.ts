import { expect, test } from 'vitest'
import { stepOf } from '#course/steps.ts'
import { Refusal } from '#lib/refusal.ts'
import { pictureOf } from '#trace/picture.ts'
import { isTurnedAway, traceOfRefused } from '#visit/refused-trace.ts'
import { registered } from '../support/sample-trace.ts'

const refused = (runs: string | null) =>
  traceOfRefused({
    method: 'POST',
    url: '/as/bo/users/log-in?x=1',
    refusal: new Refusal(403, 'It came from another site.'),
    passed: [{ name: 'host', detail: 'its own', source: null }],
    by: { name: 'origin', detail: 'of another site', source: null },
    runs,
  })

test('what came from another site ends at the front door, and says who acted', () => {
  const trace = refused(null)

  expect(trace).toMatchObject({ title: 'POST /users/log-in', persona: 'bo', status: 403 })
  expect(pictureOf(trace).end).toMatchObject({ kind: 'refused', floor: 'request' })
  expect(stepOf(trace)).toBeNull()
})

test('a run of an act is told by its step', () => {
  expect(stepOf(refused('an-act.2'))).toBe('an-act.2')
})

test('what came further was not turned away', () => {
  expect([refused(null), registered].map(isTurnedAway)).toEqual([true, false])
})
