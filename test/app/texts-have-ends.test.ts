/** A limit for people is none for machines: no text of a form may be endless. */
import { describe, expect } from 'vitest'
import { passwordChangeset } from '#app/accounts/password.ts'
import { emailChangeset, users } from '#app/accounts/user.ts'
import { featureFlagChangeset } from '#app/accounts/user-role.ts'
import { organizationChangeset } from '#app/organizations/organization.ts'
import { scoreChangeset, scores } from '#app/scores/score.ts'
import { build } from '#changeset/schema.ts'
import { scopeFixture, test } from '../support/fixtures.ts'

/** One character to whoever counts as people do. */
const ENDLESS = `a${'\u0301'.repeat(9_000)}`

describe('a text of few characters and many code units', () => {
  test('is too long in every field that a form fills', async ({ scope, repo }) => {
    const ana = await scopeFixture(scope)
    const typed = { password: `${'b'.repeat(12)}${ENDLESS}` }
    const changesets = [
      await emailChangeset(repo, build(users), { email: `${ENDLESS}@b` }),
      passwordChangeset(build(users), typed),
      organizationChangeset({ name: ENDLESS, slug: ENDLESS }),
      scoreChangeset(build(scores), { points: 1, guesses: 1, comment: ENDLESS }, ana),
      featureFlagChangeset(ana.user, { name: ENDLESS }),
    ]

    for (const { schema, errors } of changesets) {
      const found = errors.filter(({ opts }) => opts['validation'] === 'length')
      expect([schema.name, found.length > 0]).toEqual([schema.name, true])
    }
  })

  test('is fine as long as people write so', async ({ scope }) => {
    const ana = await scopeFixture(scope)
    const family = '👨‍👩‍👧‍👦'

    const comment = `${family.repeat(100)}${'ngữ'.normalize('NFD').repeat(30)}`
    const { errors } = scoreChangeset(build(scores), { points: 1, guesses: 1, comment }, ana)

    expect(errors).toEqual([])
  })
})
