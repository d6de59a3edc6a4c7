/** What a browser cannot be made to do, and a player does for an act. */
import { beforeEach, expect, inject, test } from 'vitest'
import { Player } from '#course/player.ts'
import { cookieName, SESSION } from '#http/cookies.ts'
import type { Trace } from '#trace/trace-step.ts'

let player: Player
beforeEach(async () => {
  const origin = inject('origin')
  player = new Player({
    origin,
    headers: { accept: 'application/json' },
    send: (request) => fetch(request),
    sessionCookie: (persona) => cookieName(new URL(origin), SESSION, persona),
  })
  const seeds = { method: 'POST', path: '/sandbox/seeds', fields: { name: 'two-people' } } as const
  await (await player.take(seeds)).body?.cancel()
})

const scopeOf = async (response: Response) =>
  ((await response.json()) as { scope: { persona: string; user: { email: string } | null } }).scope

test('the session of somebody else opens what is theirs', async () => {
  const open = { method: 'GET', path: '/as/cy/', fields: {} } as const
  expect(await scopeOf(await player.take(open))).toMatchObject({ persona: 'cy', user: null })

  const stolen = await player.take({ ...open, cookieOf: 'ana' })

  expect(await scopeOf(stolen)).toMatchObject({
    ...{ persona: 'cy', user: { email: 'ana@example.test' } },
  })
})

test('the session of somebody who has none leaves one without', async () => {
  const open = { method: 'GET', path: '/as/bo/', fields: {}, cookieOf: 'cy' } as const

  expect(await scopeOf(await player.take(open))).toMatchObject({ persona: 'bo', user: null })
})

test('a form of another site is turned away at the front door, whoever sends it', async () => {
  const form = {
    method: 'POST',
    path: '/as/ana/users/log-out',
    fields: { _method: 'delete' },
    isForeign: true,
  } as const

  const answer = await player.take(form)

  expect(answer.status).toBe(403)
  await answer.body?.cancel()
  const home = await player.take({ method: 'GET', path: '/as/ana/', fields: {} })
  expect((await scopeOf(home)).user).toMatchObject({ email: 'ana@example.test' })
})

test('a typed line knows what an earlier one has bound, and at another step it begins anew', async () => {
  const found = 'ana = Accounts.get_user_by_email("ana@example.test")'
  await (await player.type(found, '/as/bo')).body?.cancel()
  const known = await player.type('Accounts.sudo_mode?(ana)', '/as/bo')
  const unknown = await player.at({}).type('Accounts.sudo_mode?(ana)', '/as/bo')

  expect(known.headers.get('location')).toMatch(/^\/sandbox\/traces\//)
  // No call was made: nobody was there by this name.
  expect(unknown.headers.get('location')).toBe('/as/bo/console')
})

test('a typed line names the token of the newest mail before anybody has seen it', async () => {
  await player.type('Accounts.deliver_login_instructions(scope.user, & &1)', '/as/ana')

  const asked = await player.type('Accounts.get_user_by_magic_link_token("[token]")', '/as/ana')

  const { trace } = await player.json<{ trace: Trace }>(asked.headers.get('location') ?? '')
  expect(trace.title).toBe('iex(1) Accounts.get_user_by_magic_link_token/1')
  expect(trace.steps.map(({ detail }) => detail)).toContain('1 row')
  expect(JSON.stringify(trace)).not.toContain('[token]')
})
