import { expect } from 'vitest'
import { scoreListView } from '#app/web/scores.ts'
import { scopeFixture, test } from '../../support/fixtures.ts'
import { organizationScopeFixture } from '../../support/organization-fixtures.ts'
import { scoreFixture } from '../../support/score-fixtures.ts'

test('a score of nobody who is known is by who has left an organization, and else by somebody', async ({
  scope,
}) => {
  const own = await scopeFixture(scope)
  const within = await organizationScopeFixture(own)
  const scores = [await scoreFixture(await scopeFixture(scope))]

  const byWhom = [own, within].map((one) => scoreListView(one, scores).scores[0]?.by)

  expect(byWhom).toEqual(['somebody else', 'somebody who has left'])
})
