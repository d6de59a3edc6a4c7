import { describe, expect, test } from 'vitest'
import { FRAGMENT_HEADER, fragmentRequest } from '#http/fragment.ts'

describe('fragmentRequest', () => {
  test.for(['stage', 'frame'] as const)('knows %s', (wanted) => {
    expect(fragmentRequest(new Headers({ [FRAGMENT_HEADER]: wanted }))).toBe(wanted)
  })

  test.for(['', 'Stage', 'stage, frame', 'stage,stage', 'page', '1', 'true'])(
    'takes %j for a wish for the whole page',
    (value) => {
      expect(fragmentRequest(new Headers({ [FRAGMENT_HEADER]: value }))).toBeNull()
    },
  )

  test('takes a request without the header for a wish for the whole page', () => {
    expect(fragmentRequest(new Headers())).toBeNull()
  })
})
