import { assert, describe, expect, expectTypeOf } from 'vitest'
import { Organizations } from '#app/organizations/organizations.ts'
import {
  isOrganizationScope,
  putOrganization,
  type AdminScope,
  type OrganizationScope,
  type UserScope,
} from '#app/accounts/scope.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { watched } from '#trace/watch.ts'
import { errorsOn, scopeFixture, test, userFixture } from '../../support/fixtures.ts'
import {
  adminScopeFixture,
  memberScopeFixture,
  organizationFixture,
  organizationScopeFixture,
  uniqueSlug,
} from '../../support/organization-fixtures.ts'
import { refusedBy } from '../../support/words.ts'

const NOT_THERE = {
  name: 'Refusal',
  status: 404,
  message: 'There is no such organization, or you are no member of it.',
}

describe('createOrganization', () => {
  test('makes its creator the owner', async ({ scope, clock, repo }) => {
    const alice = await scopeFixture(scope)

    const result = await Organizations.createOrganization(alice, {
      name: 'Glass Works',
      slug: 'glass-works',
    })

    assert(result.ok)
    expect(result.value).toEqual({
      ...{ id: 1, slug: 'glass-works', name: 'Glass Works', role: 'owner' },
    })
    const now = clock.now()
    expect(await repo.db.selectFrom('memberships').selectAll().execute()).toEqual([
      {
        ...{ id: 1, organization_id: 1, user_id: alice.user.id, role: 'owner' },
        ...{ inserted_at: now, updated_at: now },
      },
    ])
  })

  test.for<[object, Record<string, string[]>]>([
    [{}, { name: ["can't be blank"], slug: ["can't be blank"] }],
    [{ name: 'x'.repeat(61) }, { name: ['should be at most 60 character(s)'] }],
    [{ slug: 'a'.repeat(41) }, { slug: ['should be at most 40 character(s)'] }],
    [{ name: ['Glass'] }, { name: ['is invalid'] }],
    [{ name: '\u3164 \ufe0f' }, { name: ['must have something that can be seen'] }],
    [{ name: `a${'\u0301'.repeat(1_000)}` }, { name: ['should be at most 60 character(s)'] }],
    ...['Glass', 'glass works', '-glass', 'glass-', 'a--b', 'é', '../x', 'a/b', 'a\nb'].map(
      (slug): [object, Record<string, string[]>] => [
        { slug },
        { slug: ['must have only small letters, digits and single hyphens'] },
      ],
    ),
  ])('refuses %j, and writes nothing', async ([params, errors], { scope, repo }) => {
    const alice = await scopeFixture(scope)
    const blank = Object.keys(params).length === 0
    const given = blank ? {} : { name: 'Glass', slug: 'glass', ...params }

    const result = await Organizations.createOrganization(alice, given)

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual(errors)
    expect(await repo.db.selectFrom('organizations').selectAll().execute()).toEqual([])
    expect(await repo.db.selectFrom('memberships').selectAll().execute()).toEqual([])
  })

  test('takes a slug once, whoever asks, and at once', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const params = { name: 'Glass', slug: uniqueSlug() }

    const results = await Promise.all(
      [alice, bob].map((own) => Organizations.createOrganization(own, params)),
    )

    const [refused, ...more] = results.flatMap((result) => (result.ok ? [] : [result.error]))
    assert(refused)
    expect(more).toEqual([])
    expect(errorsOn(refused)).toEqual({ slug: ['has already been taken'] })
  })
})

describe('listOrganizations', () => {
  test('has those of which the user is a member, by name, with the role', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const panes = await organizationScopeFixture(alice, { name: 'Panes' })
    const glass = await organizationFixture(alice, { name: 'Glass' })
    await memberScopeFixture(panes, bob)

    const { id, slug, name } = panes.organization
    expect(await Organizations.listOrganizations(alice)).toEqual([glass, panes.organization])
    expect(await Organizations.listOrganizations(bob)).toEqual([{ id, slug, name, role: 'member' }])
  })
})

describe('getOrganizationBySlugOrThrow', () => {
  test('has the organization, and what the user is in it', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const owner = await organizationScopeFixture(alice)
    const { organization } = await memberScopeFixture(owner, bob)

    expect(organization).toEqual({ ...owner.organization, role: 'member' })
  })

  test('tells nobody else whether there is one', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const { slug } = await organizationFixture(alice)

    for (const asked of [slug, 'nowhere', '', '\ud800', "' or 1=1 --"])
      await expect(Organizations.getOrganizationBySlugOrThrow(bob, asked)).rejects.toMatchObject(
        NOT_THERE,
      )
  })

  test('asks for the membership in the query itself', async ({ scope }) => {
    const alice = await scopeFixture(scope)
    const { slug } = await organizationFixture(alice)
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })

    await collect(recorder, () => Organizations.getOrganizationBySlugOrThrow(alice, slug))

    const queries = recorder.snapshot().steps.filter(({ layer }) => layer === 'sql')
    expect(queries.map(({ name }) => name)).toEqual([
      expect.stringMatching(
        / where "memberships"."user_id" = (?:\?|\$1) and "organizations"."slug" = (?:\?|\$2)$/,
      ),
    ])
  })
})

describe('addMember', () => {
  test('makes somebody a member', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const owner = await organizationScopeFixture(alice)

    await memberScopeFixture(owner, bob)

    expect(await Organizations.listMembers(owner)).toEqual([
      { user_id: alice.user.id, email: alice.user.email, role: 'owner' },
      { user_id: bob.user.id, email: bob.user.email, role: 'member' },
    ])
  })

  test('makes an owner, who adds others', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const second = await memberScopeFixture(await organizationScopeFixture(alice), bob, 'owner')

    const { email } = await userFixture(scope)
    expect(await Organizations.addMember(second, { email, role: 'member' })).toMatchObject({
      ok: true,
    })
  })

  test('is for owners alone', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const owner = await organizationScopeFixture(alice)
    const member = await memberScopeFixture(owner, bob)
    const { email } = await userFixture(scope)

    await expect(Organizations.addMember(member, { email, role: 'member' })).rejects.toMatchObject({
      status: 403,
      message: 'Only an owner adds members. Ask one of them.',
    })
    expect(await Organizations.listMembers(owner)).toHaveLength(2)
  })

  test.for<[object, Record<string, string[]>]>([
    [{}, { email: ["can't be blank"], role: ["can't be blank"] }],
    [{ email: 'nobody@b', role: 'member' }, { email: ['has not registered here'] }],
    [{ email: '\ud800@b', role: 'member' }, { email: ['has not registered here'] }],
    [{ email: 7, role: 'member' }, { email: ['is invalid'] }],
    [{ role: 'king' }, { role: ['is invalid'] }],
    [{ role: ['owner'] }, { role: ['is invalid'] }],
  ])('refuses %j', async ([params, errors], { scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await userFixture(scope)]
    const owner = await organizationScopeFixture(alice)
    const given = Object.keys(params).length === 1 ? { email: bob.email, ...params } : { ...params }

    const result = await Organizations.addMember(owner, given)

    assert(!result.ok)
    expect(result.error.action).toBe('insert')
    expect(errorsOn(result.error)).toEqual(errors)
    expect(await Organizations.listMembers(owner)).toHaveLength(1)
  })

  test('makes nobody a member twice', async ({ scope }) => {
    const alice = await scopeFixture(scope)
    const owner = await organizationScopeFixture(alice)

    const result = await Organizations.addMember(owner, {
      ...{ email: alice.user.email.toUpperCase(), role: 'member' },
    })

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual({ email: ['is a member already'] })
  })

  test('takes neither the organization nor the user from the form', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const owner = await organizationScopeFixture(alice)
    const other = await organizationScopeFixture(alice)
    const { email } = bob.user
    const forged = { organization_id: other.organization.id, user_id: alice.user.id }

    await Organizations.addMember(owner, { email, role: 'member', ...forged })
    const { email: third } = await userFixture(scope)
    const unread = { organization_id: 'x', user_id: ['x'] }
    expect(
      await Organizations.addMember(owner, { email: third, role: 'member', ...unread }),
    ).toMatchObject({ ok: true })

    expect(await Organizations.listMembers(other)).toHaveLength(1)
    expect((await Organizations.listMembers(owner)).map((one) => one.email)).toContain(email)
  })
})

describe('a membership that the database refuses', () => {
  test('tells that the organization is gone', async ({ scope, repo }) => {
    const [alice, bob] = [await scopeFixture(scope), await userFixture(scope)]
    const owner = await organizationScopeFixture(alice)
    await repo.db.deleteFrom('organizations').execute()

    const result = await Organizations.addMember(owner, { email: bob.email, role: 'member' })

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual({ organization_id: ['does not exist'] })
  })

  test('tells of a wrong role by the check, where the rule before it is left out', async ({
    scope,
  }) => {
    const [alice, bob] = [await scopeFixture(scope), await userFixture(scope)]
    const owner = await organizationScopeFixture(alice)
    const without = new Set(['changeset.role.inclusion'])

    const result = await watched({ without }, () =>
      Organizations.addMember(owner, { email: bob.email, role: 'king' }),
    )

    assert(!result.ok)
    expect(result.error.errors[0]).toMatchObject({
      field: 'role',
      opts: { constraint: 'check', constraint_name: 'memberships_role_check' },
    })
  })
})

describe('listAllOrganizations', () => {
  test('has every organization, for an admin', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const { id, slug, name } = await organizationFixture(alice)
    const admin = await adminScopeFixture(bob)

    expect(await Organizations.listAllOrganizations(admin)).toEqual([{ id, slug, name }])
  })
})

describe('the tables', () => {
  test('let a user who goes take their memberships along, and no organization', async ({
    scope,
    repo,
  }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const owner = await organizationScopeFixture(alice)
    await memberScopeFixture(owner, bob)

    await repo.db.deleteFrom('users').where('id', '=', bob.user.id).execute()

    expect(await Organizations.listMembers(owner)).toHaveLength(1)
    expect(await Organizations.listOrganizations(alice)).toHaveLength(1)
  })

  test('let an organization that goes take its memberships along', async ({ scope, repo }) => {
    const alice = await scopeFixture(scope)
    await organizationFixture(alice)

    await repo.db.deleteFrom('organizations').execute()

    expect(await repo.db.selectFrom('memberships').selectAll().execute()).toEqual([])
  })

  test('know two roles of a member', async ({ scope, repo }) => {
    const alice = await scopeFixture(scope)
    await organizationFixture(alice)

    await expect(
      repo.db
        .updateTable('memberships')
        .set({ role: 'king' as 'owner' })
        .execute(),
    ).rejects.toThrow(refusedBy.check('memberships_role_check'))
  })
})

describe('the types', () => {
  test('want an organization where one is needed', async ({ scope }) => {
    expectTypeOf<OrganizationScope>().toExtend<UserScope>()
    expectTypeOf<UserScope>().not.toExtend<OrganizationScope>()
    expectTypeOf(Organizations.listMembers).parameter(0).toEqualTypeOf<OrganizationScope>()

    // @ts-expect-error -- Nobody has checked a membership.
    const forgotten = (own: UserScope) => Organizations.listMembers(own)
    expect(forgotten).toBeTypeOf('function')

    const alice = await scopeFixture(scope)
    expect(isOrganizationScope(alice)).toBe(false)
    expect(isOrganizationScope(scope)).toBe(false)
    const within = putOrganization(alice, await organizationFixture(alice))
    expect(isOrganizationScope(within)).toBe(true)
    expect(Object.isFrozen(within)).toBe(true)
  })

  test('want an admin where one is needed', () => {
    expectTypeOf<UserScope>().not.toExtend<AdminScope>()

    // @ts-expect-error -- A user without the role does not compile.
    const tooLittle = (own: UserScope) => Organizations.listAllOrganizations(own)
    // @ts-expect-error -- Nor does somebody within an organization.
    const beside = (own: OrganizationScope) => Organizations.listAllOrganizations(own)
    expect([tooLittle, beside]).toHaveLength(2)
  })
})
