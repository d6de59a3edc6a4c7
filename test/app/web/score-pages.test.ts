import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import type { UserScope } from '#app/accounts/scope.ts'
import { editPage, newPage, showPage } from '#app/web/scores/score-pages.ts'
import { contextOf } from '../../support/context.ts'
import { scopeFixture, test } from '../../support/fixtures.ts'
import {
  memberScopeFixture,
  organizationScopeFixture,
} from '../../support/organization-fixtures.ts'
import { scoreFixture } from '../../support/score-fixtures.ts'

/** A page as Astro asks for it: it can say a status. */
function pageOf(scope: UserScope, params: Record<string, string>) {
  return Object.assign(contextOf({ locals: { scope } }), { params, response: {} })
}

describe('the pages of scores', () => {
  test('are those of the scope: a user’s own, or an organization’s', async ({ scope }) => {
    const own = await scopeFixture(scope)
    const org = await organizationScopeFixture(own, { name: 'Acme', slug: 'acme' })

    const mine = await newPage(pageOf(own, {}))
    const ours = await newPage(pageOf(org, { org: 'acme' }))

    expect(mine).toMatchObject({ title: 'New score', organization: null })
    expect(ours).toMatchObject({ title: 'New score for Acme', organization: { slug: 'acme' } })
    expect([mine, ours]).toMatchObject([
      { form: { path: '/scores' } },
      { form: { path: '/organizations/acme/scores' } },
    ])
  })

  test('show no scores of one’s own at the address of an organization', async ({ scope }) => {
    const own = await scopeFixture(scope)
    const { id } = await scoreFixture(own)

    const asked = showPage(pageOf(own, { org: 'acme', id: String(id) }))

    await expect(asked).rejects.toThrow(
      'organizationScopeOf: no organization. Guard this route with assignOrgToScope.',
    )
  })

  test('have a form for whoever made the score', async ({ scope }) => {
    const own = await scopeFixture(scope)
    const { id } = await scoreFixture(own)

    const shown = await showPage(pageOf(own, { id: String(id) }))
    const edited = await editPage(pageOf(own, { id: String(id) }))

    expect(shown).toMatchObject({ title: `Score ${id}`, score: { id, by: null }, isOwn: true })
    expect(edited).toMatchObject({
      title: `Change score ${id}`,
      form: { id, path: '/scores', errors: [] },
    })
  })

  test('have none for another member of the organization', async ({ scope }) => {
    const alice = await organizationScopeFixture(await scopeFixture(scope), { slug: 'acme' })
    const bob = await memberScopeFixture(alice, await scopeFixture(scope))
    const { id } = await scoreFixture(alice)
    const asked = { org: 'acme', id: String(id) }

    expect(await showPage(pageOf(bob, asked))).toMatchObject({ isOwn: false })
    await expect(editPage(pageOf(bob, asked))).rejects.toThrow('You have no such score.')
  })

  test.for(['index', 'new', '[id]', '[id]/edit'])('are one page at two addresses: %s', (name) => {
    const fileOf = (folder: string) => readFileSync(`src/pages/${folder}/${name}.astro`, 'utf8')

    expect(fileOf('organizations/[org]/scores')).toBe(fileOf('scores'))
  })
})
