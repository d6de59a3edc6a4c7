/** All that `/try` offers really occurs on the running server, by the way that its author wrote beside it. */
import { describe, expect, inject, test } from 'vitest'
import { CookieJar, Player } from '#course/player.ts'
import { playStep } from '#course/steps.ts'
import { listTryGroups } from '#course/tries.ts'
import { cookieName, SESSION } from '#http/cookies.ts'
import type { TriesView } from '#site/try/try-view.ts'

const ANYBODY = { page: '/', people: ['you'] }

function somebody(): Player {
  const origin = inject('origin')
  return new Player({
    origin,
    jar: new CookieJar(),
    send: (request) => fetch(request),
    sessionCookie: (persona) => cookieName(new URL(origin), SESSION, persona),
  })
}

async function seenBy(player: Player): Promise<readonly string[]> {
  const { groups } = await player.json<TriesView>('/try')
  return groups.flatMap(({ tries }) => tries.filter(({ met }) => met).map(({ id }) => id))
}

const tries = listTryGroups().flatMap((group) => group.tries.map((one) => ({ ...one, group })))

describe('what there is to try', () => {
  test.for(tries)('$says', async ({ id, way, group }) => {
    const player = somebody()
    if (group.start !== null) {
      const seed = {
        method: 'POST',
        path: '/sandbox/seeds',
        fields: { name: group.start },
      } as const
      await (await player.follow(await player.take(seed))).body?.cancel()
    }

    for (const step of way) {
      expect(await seenBy(player)).not.toContain(id)
      const page = await player.follow(await playStep(player, ANYBODY, step))
      await page.body?.cancel()
    }

    expect(await seenBy(player)).toContain(id)
  })
})
