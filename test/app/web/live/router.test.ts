import { describe, expect, test } from 'vitest'
import { findLiveRoute, LIVE_ROUTES } from '#app/web/live/router.ts'

describe('findLiveRoute', () => {
  test('finds the live view of a page', () => {
    expect(findLiveRoute('/guess')).toMatchObject({ route: { view: 'GuessLive' }, params: {} })
  })

  test.for(['', '/', '/guess/', '/guess/1', '/as/bob/guess', '/users/log-in', '//guess', '/Guess'])(
    'finds none at %j',
    (path) => {
      expect(findLiveRoute(path)).toBeNull()
    },
  )

  test('finds every route of the table by itself', () => {
    for (const [pattern, route] of Object.entries(LIVE_ROUTES))
      expect(findLiveRoute(pattern.replaceAll(/\[\w+\]/g, 'acme'))?.route).toBe(route)
  })
})
