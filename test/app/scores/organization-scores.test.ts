import { assert, describe, expect } from 'vitest'
import type { Scope } from '#app/accounts/scope.ts'
import { Scores } from '#app/scores/scores.ts'
import { scopeFixture, test } from '../../support/fixtures.ts'
import {
  memberScopeFixture,
  organizationScopeFixture,
} from '../../support/organization-fixtures.ts'
import { listening, scoreFixture } from '../../support/score-fixtures.ts'

const NO_SUCH = { status: 404, message: 'You have no such score. It may be deleted already.' }

/** Alice owns an organization, of which Bob is a member and Carol is not. */
async function three(scope: Scope) {
  const [alice, bob, carol] = [
    await scopeFixture(scope),
    await scopeFixture(scope),
    await scopeFixture(scope),
  ]
  const owner = await organizationScopeFixture(alice)
  const member = await memberScopeFixture(owner, bob)
  return { alice, bob, carol, owner, member }
}

describe('scores of an organization', () => {
  test('are seen by every member, and belong to who made them', async ({ scope }) => {
    const { alice, bob, owner, member } = await three(scope)

    const hers = await scoreFixture(owner)
    const his = await scoreFixture(member)

    expect(hers).toMatchObject({
      user_id: alice.user.id,
      organization_id: owner.organization.id,
    })
    expect(his.user_id).toBe(bob.user.id)
    expect(await Scores.listScores(owner)).toEqual([his, hers])
    expect(await Scores.listScores(member)).toEqual([his, hers])
    expect(await Scores.getScoreOrThrow(member, hers.id)).toEqual(hers)
  })

  test('stand apart from what is the user’s alone, and from another organization’s', async ({
    scope,
  }) => {
    const { alice, carol, owner } = await three(scope)
    const other = await organizationScopeFixture(alice)
    const within = await scoreFixture(owner)
    const alone = await scoreFixture(alice)

    expect(await Scores.listScores(alice)).toEqual([alone])
    expect(await Scores.listScores(other)).toEqual([])
    expect(await Scores.listScores(carol)).toEqual([])
    await expect(Scores.getScoreOrThrow(alice, within.id)).rejects.toMatchObject(NO_SUCH)
    await expect(Scores.getScoreOrThrow(owner, alone.id)).rejects.toMatchObject(NO_SUCH)
    await expect(Scores.getScoreOrThrow(other, within.id)).rejects.toMatchObject(NO_SUCH)
  })

  test('are changed by who made them, in the organization, and by nobody else', async ({
    scope,
  }) => {
    const { alice, owner, member } = await three(scope)
    const hers = await scoreFixture(owner)

    for (const own of [member, alice, await organizationScopeFixture(alice)]) {
      await expect(Scores.updateScore(own, hers, { points: '0' })).rejects.toMatchObject(NO_SUCH)
      await expect(Scores.deleteScore(own, hers)).rejects.toMatchObject(NO_SUCH)
      await expect(Scores.changeScore(own, hers)).rejects.toMatchObject(NO_SUCH)
    }
    expect(await Scores.updateScore(owner, hers, { points: '0' })).toMatchObject({
      ok: true,
      value: { points: 0, organization_id: owner.organization.id },
    })
  })

  test('are told of on a topic of their own', async ({ scope }) => {
    const { alice, owner, member } = await three(scope)
    const [within, alone] = [listening(member), listening(alice)]
    await Scores.subscribeScores(within.scope)
    await Scores.subscribeScores(alone.scope)

    const score = await scoreFixture(owner)

    expect(within.heard).toEqual([{ type: 'created', score }])
    expect(alone.heard).toEqual([])
  })

  test('go with the organization', async ({ scope, repo }) => {
    const { alice, owner } = await three(scope)
    await scoreFixture(owner)
    const alone = await scoreFixture(alice)

    await repo.db.deleteFrom('organizations').execute()

    const [kept, ...more] = await repo.db.selectFrom('scores').select('id').execute()
    assert(kept)
    expect([kept.id, more]).toEqual([alone.id, []])
  })
})
