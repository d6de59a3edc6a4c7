import { describe, expect, test } from 'vitest'
import { mistakeOfStep, requestOfStep, step, switchesLayers, titleOfStep } from '#course/steps.ts'

const DEMO = { page: '/scores', people: ['ana', 'bo'] }
const split = (keys: object) =>
  step.parse({ label: 'both', does: 'split', among: ['ana', 'bo'], ...keys })

describe('a step that does split', () => {
  test('says what is opened, as whom, and whether the scope is forgotten', () => {
    const own = split({ forgets: true })

    expect(requestOfStep(DEMO, own)).toEqual({
      method: 'POST',
      path: '/as/ana/labs/split',
      fields: { path: '/scores', 'among[ana]': 'on', 'among[bo]': 'on', forget: 'on' },
    })
    expect([titleOfStep(DEMO, own), switchesLayers(own)]).toEqual(['POST /labs/split', true])
    expect(requestOfStep(DEMO, split({ path: '/guess' })).fields['path']).toBe('/guess')
  })

  test.for([['ana'], ['ana', 'ana'], ['ana', 'bo', 'cy', 'visitor']])(
    'is sent as two or three people, not as %j',
    (...[among]) => {
      expect(step.safeParse({ label: 'x', does: 'split', among }).success).toBe(false)
    },
  )

  test('opens a page that there is', () => {
    expect(mistakeOfStep('/scores', split({}))).toBeNull()
    expect(mistakeOfStep('/scores', split({ path: '/nowhere' }))?.message).toBe(
      'No page stands at /nowhere.',
    )
  })
})
