import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const GLASS = { 'organization[name]': 'Glass Works', 'organization[slug]': 'glass-works' }
const NOT_THERE = 'There is no such organization, or you are no member of it.'
const COLD = { 'score[points]': '7', 'score[guesses]': '4', 'score[comment]': 'Cold hands.' }

/** Ana owns glass-works and house-of-panes; Bo is a member of the first. */
async function seeded(name = 'club'): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.post('/sandbox/seeds', { name })
  return browser
}

describe('/organizations', () => {
  test('sends a visitor to log in, and tells a program', async () => {
    const browser = await seeded()

    for (const path of ['', '/glass-works', '/glass-works/scores', '/nowhere/scores/new']) {
      const { status, headers } = await browser.get(`/organizations${path}`)
      expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
      expect((await browser.getJson(`/organizations${path}`)).status).toBe(401)
    }
  })

  test('shows those of which one is a member', async () => {
    const browser = await seeded()

    const bo = (await browser.getJson('/as/bo/organizations')).json
    expect(bo.organizations).toMatchObject([{ slug: 'glass-works', role: 'member' }])
    expect(bo.all_organizations).toBeUndefined()
    const { text } = await browser.get('/as/bo/organizations')
    expect(text).toContain('href="/as/bo/organizations/glass-works/scores"')
    expect(text).not.toContain('House of Panes')
  })

  test('shows all of them to an admin', async () => {
    const browser = await seeded()

    const { json } = await browser.getJson('/as/ana/organizations')

    expect(json.scope).toMatchObject({ roles: ['admin'], feature_flags: ['wide_list'] })
    expect(json.all_organizations?.map(({ slug }) => slug)).toEqual([
      'glass-works',
      'house-of-panes',
    ])
    expect((await browser.get('/as/ana/organizations')).text).toContain('All of them')
  })

  test('creates one, owned by its creator', async () => {
    const browser = await seeded('two-people')

    const { status, headers } = await browser.post('/as/bo/organizations', GLASS)

    expect([status, headers.get('location')]).toEqual([303, '/as/bo/organizations/glass-works'])
    const { text } = await browser.get('/as/bo/organizations/glass-works')
    expect(text).toContain('Organization created successfully.')
    expect(text).toContain('You are an owner.')
  })

  test.for<[Record<string, string>, string]>([
    [{}, "can't be blank"],
    [
      { ...GLASS, 'organization[slug]': 'Glass Works' },
      'must have only small letters, digits and single hyphens',
    ],
    [{ ...GLASS, 'organization[slug]': 'house-of-panes' }, 'has already been taken'],
  ])('refuses %j with the form', async ([fields, message]) => {
    const browser = await seeded()

    const { status, text } = await browser.post('/as/bo/organizations', fields)

    expect(status).toBe(422)
    expect(text).toContain(message.replaceAll("'", '&#39;'))
    const { organizations } = (await browser.getJson('/as/bo/organizations')).json
    expect(organizations).toHaveLength(1)
  })
})

describe('/organizations/SLUG', () => {
  test('puts the organization into the scope, and says so in the trace', async () => {
    const browser = await seeded()

    const { json } = await browser.getJson('/as/bo/organizations/glass-works')

    expect(json.scope.organization).toMatchObject({ slug: 'glass-works', role: 'member' })
    const tags = json.trace?.steps.map(({ tag }) => tag) ?? []
    expect(tags).toContain('plug.assignOrgToScope')
    expect(tags).toContain('scope.memberOf')
    expect(tags).toContain('scope.organization')
  })

  test('answers who is no member as if there were nothing', async () => {
    const browser = await seeded()

    for (const slug of ['house-of-panes', 'nowhere', '%F0%9F%91%BB', 'GLASS-WORKS'])
      for (const path of ['', '/scores', '/scores/new', '/scores/5']) {
        const { status, text } = await browser.get(`/as/bo/organizations/${slug}${path}`)
        expect(status).toBe(404)
        expect(text).toContain(NOT_THERE)
        const { json } = await browser.getJson(`/as/bo/organizations/${slug}${path}`)
        expect(json.error).toBe(NOT_THERE)
      }
    for (const [path, fields] of [
      ['', { 'member[email]': 'bo@example.test', 'member[role]': 'owner' }],
      ['/scores/new', COLD],
    ] as const) {
      const { status } = await browser.post(`/as/bo/organizations/house-of-panes${path}`, fields)
      expect(status).toBe(404)
    }
    const { members } = (await browser.getJson('/as/ana/organizations/house-of-panes')).json
    expect(members).toHaveLength(1)
  })

  test('adds a member for an owner', async () => {
    const browser = await seeded()
    const path = '/as/ana/organizations/house-of-panes'

    const { status } = await browser.post(path, {
      ...{ 'member[email]': 'bo@example.test', 'member[role]': 'member' },
    })

    expect(status).toBe(303)
    expect((await browser.get(path)).text).toContain('bo@example.test is a member now.')
    expect((await browser.get('/as/bo/organizations/house-of-panes/scores')).status).toBe(200)
  })

  test('adds nobody for a member, nor somebody who has not registered', async () => {
    const browser = await seeded()
    const fields = { 'member[email]': 'ana@example.test', 'member[role]': 'member' }

    const member = await browser.postForJson('/as/bo/organizations/glass-works', fields)
    expect([member.status, member.json.error]).toEqual([
      403,
      'Only an owner adds members. Ask one of them.',
    ])
    expect((await browser.get('/as/bo/organizations/glass-works')).text).not.toContain('member[')

    const nobody = { ...fields, 'member[email]': 'nobody@example.test' }
    const owner = await browser.post('/as/ana/organizations/glass-works', nobody)
    expect(owner.status).toBe(422)
    expect(owner.text).toContain('has not registered here')
    const twice = await browser.post('/as/ana/organizations/glass-works', fields)
    expect(twice.text).toContain('is a member already')
  })
})

describe('/organizations/SLUG/scores', () => {
  const PATH = 'organizations/glass-works/scores'

  test('shows those of every member, and whose they are', async () => {
    const browser = await seeded()

    const { scores } = (await browser.getJson(`/as/bo/${PATH}`)).json

    expect(scores).toMatchObject([
      { id: 4, points: 3, by: null },
      { id: 3, points: 8, by: 'ana@example.test' },
    ])
    expect((await browser.get(`/as/bo/${PATH}`)).text).toContain('by ana@example.test')
  })

  test('saves one for the organization', async () => {
    const browser = await seeded()

    const { status, headers } = await browser.post(`/as/bo/${PATH}/new`, COLD)

    expect([status, headers.get('location')]).toEqual([303, `/as/bo/${PATH}/6`])
    expect((await browser.getJson(`/as/ana/${PATH}/6`)).json.score).toMatchObject({
      by: 'bo@example.test',
    })
    expect((await browser.get('/as/bo/scores/6')).status).toBe(404)
    const refused = await browser.post(`/as/bo/${PATH}/new`, { ...COLD, 'score[points]': '11' })
    expect(refused.status).toBe(422)
  })

  test('lets a member look at another’s score, and change none but their own', async () => {
    const browser = await seeded()

    const { status, text } = await browser.get(`/as/bo/${PATH}/3`)
    expect(status).toBe(200)
    expect(text).toContain('Only who made a score can change it.')
    expect(text).not.toContain('id="score_form"')
    expect((await browser.get(`/as/bo/${PATH}/3/edit`)).status).toBe(404)
    for (const [method, path] of [
      ['put', '3/edit'],
      ['delete', '3'],
    ] as const)
      expect(
        (await browser.send(method, `/as/bo/${PATH}/${path}`, { 'score[points]': '0' })).status,
      ).toBe(404)

    const own = await browser.send('put', `/as/bo/${PATH}/4/edit`, { 'score[points]': '4' })
    expect(own.headers.get('location')).toBe(`/as/bo/${PATH}/4`)
    const gone = await browser.send('delete', `/as/bo/${PATH}/4`)
    expect(gone.headers.get('location')).toBe(`/as/bo/${PATH}`)
    expect((await browser.getJson(`/as/ana/${PATH}`)).json.scores).toMatchObject([{ points: 8 }])
  })

  test('finds no score of another place', async () => {
    const browser = await seeded()

    // 1 is Ana’s alone, 5 is that of House of Panes.
    for (const id of [1, 5]) expect((await browser.get(`/as/ana/${PATH}/${id}`)).status).toBe(404)
    expect((await browser.get('/as/ana/scores/3')).status).toBe(404)
  })
})
