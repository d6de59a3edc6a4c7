import { assert, describe, expect, expectTypeOf } from 'vitest'
import { Roles } from '#app/accounts/roles.ts'
import { isAdminScope, withRoles, type AdminScope, type UserScope } from '#app/accounts/scope.ts'
import { migrateDown } from '#repo/migrator.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { errorsOn, scopeFixture, test, userFixture } from '../../support/fixtures.ts'
import { adminScopeFixture } from '../../support/organization-fixtures.ts'
import { refusedBy } from '../../support/words.ts'

describe('loadUserScope', () => {
  test('has the roles and the feature flags of its user, and of nobody else', async ({ scope }) => {
    const [alice, bob] = [await scopeFixture(scope), await scopeFixture(scope)]
    const admin = await adminScopeFixture(alice)
    await Roles.enableFeature(admin, alice.user, 'wide_list')
    await Roles.enableFeature(admin, alice.user, 'hints')

    expect(await Roles.loadUserScope(alice)).toEqual({
      ...alice,
      roles: ['admin'],
      featureFlags: ['hints', 'wide_list'],
    })
    expect(await Roles.loadUserScope(bob)).toEqual(bob)
  })

  test('asks once for both, in sight', async ({ scope }) => {
    const alice = await scopeFixture(scope)
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })

    await collect(recorder, () => Roles.loadUserScope(alice))

    expect(recorder.snapshot().steps.map(({ tag }) => tag)).toEqual([
      'context.Roles.loadUserScope',
      'sql.select.users',
    ])
  })

  test('finds none while their tables are not there', async ({ scope, repo }) => {
    const alice = await adminScopeFixture(await scopeFixture(scope))
    const own = withRoles(alice, { roles: [], featureFlags: [] })
    while ((await migrateDown(repo))?.name.endsWith('create_organizations_and_roles') === false);

    expect(await Roles.loadUserScope(own)).toEqual(own)
  })

  test('does not take another error for that', async ({ scope, repo }) => {
    const alice = await scopeFixture(scope)
    await repo.close()

    await expect(Roles.loadUserScope(alice)).rejects.toThrow('The database has been closed.')
  })
})

describe('grantRole', () => {
  test('gives a role once', async ({ scope }) => {
    const admin = await adminScopeFixture(await scopeFixture(scope))
    const user = await userFixture(scope)

    const first = await Roles.grantRole(admin, user, 'admin')
    const second = await Roles.grantRole(admin, user, 'admin')

    expect(first).toMatchObject({ ok: true, value: { user_id: user.id, role: 'admin' } })
    assert(!second.ok)
    expect(errorsOn(second.error)).toEqual({ role: ['has already been taken'] })
  })

  test('gives no role that there is not', async ({ scope }) => {
    const admin = await adminScopeFixture(await scopeFixture(scope))
    const user = await userFixture(scope)

    const result = await Roles.grantRole(admin, user, 'king' as 'admin')

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual({ role: ['is invalid'] })
  })

  test('tells whose user is gone by the foreign key', async ({ scope, repo }) => {
    const admin = await adminScopeFixture(await scopeFixture(scope))
    const user = await userFixture(scope)
    await repo.db.deleteFrom('users').where('id', '=', user.id).execute()

    const result = await Roles.grantRole(admin, user, 'admin')

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual({ user_id: ['does not exist'] })
  })

  test('does not compile without the role', async ({ scope }) => {
    expectTypeOf(Roles.grantRole).parameter(0).toEqualTypeOf<AdminScope>()

    // @ts-expect-error -- A user without the role admin makes no admins.
    const tooLittle = (own: UserScope) => Roles.grantRole(own, own.user, 'admin')
    expect(tooLittle).toBeTypeOf('function')

    const alice = await scopeFixture(scope)
    expect([isAdminScope(scope), isAdminScope(alice)]).toEqual([false, false])
    expect(isAdminScope(await adminScopeFixture(alice))).toBe(true)
  })
})

describe('enableFeature', () => {
  test.for<[string, Record<string, string[]>]>([
    ['', { name: ["can't be blank"] }],
    ['Wide List', { name: ['must have only small letters, digits and _'] }],
    ['a'.repeat(41), { name: ['should be at most 40 character(s)'] }],
  ])('refuses %j', async ([name, errors], { scope }) => {
    const admin = await adminScopeFixture(await scopeFixture(scope))

    const result = await Roles.enableFeature(admin, admin.user, name)

    assert(!result.ok)
    expect(errorsOn(result.error)).toEqual(errors)
  })

  test('switches a feature on once', async ({ scope }) => {
    const admin = await adminScopeFixture(await scopeFixture(scope))
    await Roles.enableFeature(admin, admin.user, 'hints')

    const again = await Roles.enableFeature(admin, admin.user, 'hints')

    assert(!again.ok)
    expect(errorsOn(again.error)).toEqual({ name: ['has already been taken'] })
  })
})

describe('the tables', () => {
  test('let a user who goes take roles and flags along', async ({ scope, repo }) => {
    const admin = await adminScopeFixture(await scopeFixture(scope))
    await Roles.enableFeature(admin, admin.user, 'hints')

    await repo.db.deleteFrom('users').execute()

    expect(await repo.db.selectFrom('user_roles').selectAll().execute()).toEqual([])
    expect(await repo.db.selectFrom('feature_flags').selectAll().execute()).toEqual([])
  })

  test('know one role', async ({ scope, repo }) => {
    await adminScopeFixture(await scopeFixture(scope))

    await expect(
      repo.db
        .updateTable('user_roles')
        .set({ role: 'king' as 'admin' })
        .execute(),
    ).rejects.toThrow(refusedBy.check('user_roles_role_check'))
  })
})
