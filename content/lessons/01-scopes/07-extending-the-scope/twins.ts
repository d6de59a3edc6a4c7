/** An organization that somebody names, and that nobody asks about. */
import {
  putOrganization,
  type UserScope,
} from '#app/accounts/scope.ts'
import { Scores } from '#app/scores/scores.ts'
import { counted } from '#lib/counted.ts'
import { fail, ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { text } from '#http/params.ts'
import type { Twins } from '#course/twin.ts'

const organizationNamed = (
  { repo }: UserScope,
  slug: string,
) =>
  repo.db
    .selectFrom('organizations')
    .select(['id', 'slug', 'name'])
    .where('slug', '=', slug)
    .executeTakeFirst()

// #region any-organization
async function listScoresWithin(
  scope: UserScope,
  slug: string,
) {
  const found = await organizationNamed(scope, slug)
  if (!found) return null
  const within = putOrganization(scope, {
    ...found,
    role: 'member',
  })
  return Scores.listScores(within)
}
// #endregion any-organization

const Twin = context('Twin', { listScoresWithin })

/** It is asked too late, so that the answer can say whether it was a leak. */
const isMemberOf = async (
  { repo, user }: UserScope,
  slug: string,
) =>
  (await repo.db
    .selectFrom('memberships')
    .innerJoin(
      'organizations',
      'organizations.id',
      'memberships.organization_id',
    )
    .select('memberships.id')
    .where('organizations.slug', '=', slug)
    .where('memberships.user_id', '=', user.id)
    .executeTakeFirst()) !== undefined

export const twins: Twins = {
  'any-organization': {
    title: 'The list of any organization',
    note: 'This twin finds an organization by its slug alone, and puts it into the scope.',
    fields: [
      { name: 'slug', label: 'Slug of the organization' },
    ],
    button: 'Show its list',
    needs: 'user',
    run: async (scope, params) => {
      const slug = text(params, 'slug') ?? ''
      const scores = await Twin.listScoresWithin(
        scope,
        slug,
      )
      if (!scores) return fail('not found')
      const found = `The list of ${slug} has ${counted(scores.length, 'score')}.`
      if (await isMemberOf(scope, slug)) return ok(found)
      const leaked = `${found} You are no member, and nobody asked.`
      return ok({ leaked })
    },
  },
}
