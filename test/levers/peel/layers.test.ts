import { globSync, readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { Organizations } from '#app/organizations/organizations.ts'
import { Scores } from '#app/scores/scores.ts'
import { fetchCurrentScope } from '#app/web/user-auth.ts'
import { layersOf } from '#levers/peel/layers.ts'
import { fetchSandbox, fetchSandboxOfPage, fetchSandboxOfToken } from '#visit/fetch-sandbox.ts'
import { test } from '../../support/sandboxes.ts'

describe('the layers of a sandbox', () => {
  test('are plugs, hooks, filters, rules and constraints, from the roof down', async ({
    house,
  }) => {
    const { lobby } = await house.open()

    const layers = await layersOf(lobby, null)

    const on = (floor: string) =>
      layers.filter((layer) => layer.floor === floor).map(({ tag }) => tag)
    expect(on('pipeline')).toEqual(['plug.fetchFlash', 'plug.fetchCurrentScope'])
    expect(on('guards')).toEqual([
      ...['plug.redirectIfUserIsAuthenticated', 'plug.requireAuthenticatedUser'],
      ...['plug.assignOrgToScope', 'plug.requireSudoMode'],
      ...['live.onMount.mountCurrentScope', 'live.onMount.requireAuthenticated'],
      ...['live.onMount.assignOrgToScope', 'live.onMount.requireSudoMode'],
    ])
    expect(on('context')).toEqual(['scope.ownedBy', 'scope.memberOf'])
    expect(on('changeset')).toMatchInlineSnapshot(`
      [
        "changeset.email.required",
        "changeset.email.format",
        "changeset.email.length",
        "changeset.email.unsafe_unique",
        "changeset.email.unique_constraint",
        "changeset.email.did_not_change",
        "changeset.password.confirmation",
        "changeset.password.normalize",
        "changeset.password.required",
        "changeset.password.length",
        "changeset.password.uncommon",
        "changeset.current_password.valid",
        "changeset.points+guesses.required",
        "changeset.points.number",
        "changeset.guesses.number",
        "changeset.comment.length",
        "changeset.owner",
        "changeset.points.check_constraint",
        "changeset.guesses.check_constraint",
        "changeset.user_id.foreign_key_constraint",
        "changeset.organization_id.foreign_key_constraint",
        "changeset.name+slug.required",
        "changeset.name.length",
        "changeset.name.format",
        "changeset.slug.format",
        "changeset.slug.length",
        "changeset.slug.unique_constraint",
        "changeset.email+role.required",
        "changeset.role.inclusion",
        "changeset.role.check_constraint",
        "changeset.user_id+organization_id.unique_constraint",
      ]
    `)
    expect(on('constraint')).toMatchInlineSnapshot(`
      [
        "constraint.users_email_index",
        "constraint.users_email_check",
        "constraint.users_email_not_null",
        "constraint.users_inserted_at_not_null",
        "constraint.users_updated_at_not_null",
        "constraint.organizations_slug_index",
        "constraint.organizations_name_not_null",
        "constraint.organizations_slug_not_null",
        "constraint.organizations_inserted_at_not_null",
        "constraint.organizations_updated_at_not_null",
        "constraint.memberships_user_id_organization_id_index",
        "constraint.memberships_organization_id_fkey",
        "constraint.memberships_user_id_fkey",
        "constraint.memberships_role_check",
        "constraint.memberships_organization_id_not_null",
        "constraint.memberships_user_id_not_null",
        "constraint.memberships_role_not_null",
        "constraint.memberships_inserted_at_not_null",
        "constraint.memberships_updated_at_not_null",
        "constraint.user_roles_user_id_role_index",
        "constraint.user_roles_user_id_fkey",
        "constraint.user_roles_role_check",
        "constraint.user_roles_user_id_not_null",
        "constraint.user_roles_role_not_null",
        "constraint.user_roles_inserted_at_not_null",
        "constraint.user_roles_updated_at_not_null",
        "constraint.feature_flags_user_id_name_index",
        "constraint.feature_flags_user_id_fkey",
        "constraint.feature_flags_user_id_not_null",
        "constraint.feature_flags_name_not_null",
        "constraint.feature_flags_inserted_at_not_null",
        "constraint.feature_flags_updated_at_not_null",
        "constraint.scores_user_id_fkey",
        "constraint.scores_organization_id_fkey",
        "constraint.scores_points_check",
        "constraint.scores_guesses_check",
        "constraint.scores_user_id_not_null",
        "constraint.scores_points_not_null",
        "constraint.scores_guesses_not_null",
        "constraint.scores_inserted_at_not_null",
        "constraint.scores_updated_at_not_null",
      ]
    `)
    expect(new Set(layers.map(({ tag }) => tag)).size).toBe(layers.length)
  })

  // What keeps visitors, secrets and the house itself safe.
  test('are nothing else', async ({ house }) => {
    const { lobby } = await house.open()

    const layers = await layersOf(lobby, null)

    expect(
      layers.filter(({ tag }) => !/^(?:plug|live\.onMount|scope|changeset|constraint)\./.test(tag)),
    ).toEqual([])
    for (const { tag } of layers) {
      expect(tag).not.toMatch(/sandbox|limit|origin|host\b|hash|redact|cookie|csrf/i)
      expect(tag).not.toMatch(/users_tokens|visitors|progress|sandboxes|predictions|migrations/)
    }
    for (const { name } of [fetchSandbox, fetchSandboxOfPage, fetchSandboxOfToken])
      expect(layers.map((layer) => layer.name)).not.toContain(name)
    expect(fetchCurrentScope.isFixed).toBe(false)
  })

  test('know every function of a context that checks something', () => {
    const asked = readFileSync('src/levers/peel/rules-of-app.ts', 'utf8')
    const names = Object.entries({ Accounts, Organizations, Scores }).flatMap(([context, own]) =>
      Object.keys(own)
        .filter((name) => /^(?:register|create|add|change)[A-Z]/.test(name))
        // Their rules are those of the form before them, or of no form at all.
        .filter((name) => !/Token$|Registration$|^createScore$/.test(name))
        .map((name) => `${context}.${name}(`),
    )

    expect(names.length).toBeGreaterThan(5)
    for (const name of names) expect(asked).toContain(name)
  })

  test('stand nowhere in the code of the app: no context, rule or plug asks what is off', () => {
    const files = globSync('src/{app,changeset,http,live}/**/*.{ts,astro}')
    const asking = files.filter((file) => {
      const text = readFileSync(file, 'utf8')
      return /peel|bending|\.without\b|layersOff/.test(text)
    })

    expect(files.length).toBeGreaterThan(100)
    expect(asking).toEqual([])
  })
})
