import { describe, expect } from 'vitest'
import type { UserScope } from '#app/accounts/scope.ts'
import { ScoreFormLive } from '#app/web/live/score-form-live.ts'
import { newSocket } from '#live/socket.ts'
import { scopeFixture, test } from '../../../support/fixtures.ts'
import {
  memberScopeFixture,
  organizationScopeFixture,
} from '../../../support/organization-fixtures.ts'
import { scoreFixture } from '../../../support/score-fixtures.ts'
import { renewedIn } from '../../../support/live.ts'

const mount = (currentScope: UserScope, params: Record<string, string> = {}) => {
  const session = { userToken: null, surroundings: currentScope }
  return ScoreFormLive.mount(params, session, newSocket({ currentScope }, { connected: true }))
}

async function typing(scope: UserScope, score: object, params?: Record<string, string>) {
  const page = await mount(scope, params)
  const { shown } = await page.event('validate', { score }, renewedIn(scope))
  return shown.props
}

const messagesOf = (errors: readonly { field: string; message: string }[]) =>
  errors.map(({ field, message }) => `${field} ${message}`)

describe('the form of a score, while it is filled in', () => {
  test('says what is wrong with a new one, and keeps what was typed', async ({ scope }) => {
    const ana = await scopeFixture(scope)

    const wrong = await typing(ana, { points: '11', guesses: 'x', comment: 'Hm' })
    const right = await typing(ana, { points: '9', guesses: '2' })

    expect(messagesOf(wrong.errors)).toEqual([
      'points must be less than or equal to 10',
      'guesses is invalid',
    ])
    expect(wrong).toMatchObject({ id: null, points: '11', guesses: 'x', comment: 'Hm' })
    expect(right.errors).toEqual([])
  })

  test('says nothing of a field that nobody has come to', async ({ scope }) => {
    const ana = await scopeFixture(scope)

    const { errors } = await typing(ana, { points: '', guesses: '', _unused_guesses: '' })

    expect(messagesOf(errors)).toEqual(["points can't be blank"])
  })

  test('begins with the score that is changed, and writes nothing', async ({ scope, repo }) => {
    const ana = await scopeFixture(scope)
    const { id, points } = await scoreFixture(ana)

    const { shown } = await mount(ana, { id: String(id) })
    const props = await typing(ana, { points: '-1' }, { id: String(id) })

    expect(shown.props).toMatchObject({ id, points: String(points), errors: [] })
    expect(messagesOf(props.errors)).toEqual(['points must be greater than or equal to 0'])
    expect(await repo.db.selectFrom('scores').select('points').execute()).toEqual([{ points }])
  })

  test('is not there for another’s score, nor for one that never was', async ({ scope }) => {
    const alice = await organizationScopeFixture(await scopeFixture(scope))
    const bob = await memberScopeFixture(alice, await scopeFixture(scope))
    const { id } = await scoreFixture(alice)

    for (const asked of [String(id), '99', 'x'])
      await expect(mount(bob, { id: asked })).rejects.toThrow('You have no such score.')
  })
})
