import { assert, describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { Organizations } from '#app/organizations/organizations.ts'
import { Roles } from '#app/accounts/roles.ts'
import { listPersonas, listResidents } from '#course/people.ts'
import { putOrganization, scopeForUser, type UserScope } from '#app/accounts/scope.ts'
import { getStartState, listStartStates, Course } from '#course/start-states.ts'
import { schemas } from '#course/schema.ts'
import { Scores } from '#app/scores/scores.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { mailsOf, test, userFixture } from '../support/fixtures.ts'

const urlFor = (persona: string, path: string) => `https://course.example/${persona}${path}`

const stateOf = (change: object) =>
  schemas.startState.parse({
    name: 'a-state',
    title: 'A start state',
    summary: 'Somebody who is here to be read by a test.',
    users: [{ email: 'ana@example.test', confirmed: true }],
    ...change,
  })

describe('loadStartState', () => {
  // One that breaks a rule of Accounts is found here, before a reader finds it.
  test.for(listStartStates().map((state) => [state.name, state] as const))(
    'loads %s',
    async ([, state], { scope, clock }) => {
      const sessions = await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

      const residents = await listResidents(scope)
      expect(residents.map(({ email }) => email)).toEqual(state.users.map(({ email }) => email))
      expect(residents.map(({ confirmed_at }) => confirmed_at !== null)).toEqual(
        state.users.map(({ confirmed }) => confirmed),
      )
      expect(sessions.map(({ persona, user }) => [persona, user.email])).toEqual(
        Object.entries(state.logged_in),
      )
    },
  )

  test('logs in with tokens that open a session', async ({ scope, clock }) => {
    const state = stateOf({ logged_in: { you: 'ana@example.test' } })

    const [session] = await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

    const found = await Accounts.getUserBySessionToken(scope, session!.token)
    expect(found).toMatchObject({
      user: { email: 'ana@example.test' },
      authenticatedAt: scope.clock.now(),
    })
  })

  test('gives a password that logs in', async ({ scope, clock }) => {
    const password = 'correct horse battery staple'
    const state = stateOf({ users: [{ email: 'ana@example.test', confirmed: true, password }] })

    await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

    expect(
      await Accounts.getUserByEmailAndPassword(scope, 'ana@example.test', password),
    ).toMatchObject({ email: 'ana@example.test' })
  })

  test('logs one user in as two personas, each with a session of their own', async ({
    scope,
    clock,
  }) => {
    const state = stateOf({ logged_in: { you: 'ana@example.test', ana: 'ana@example.test' } })

    const sessions = await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

    expect(sessions.map(({ persona }) => persona)).toEqual(['you', 'ana'])
    expect(new Set(sessions.map(({ token }) => token)).size).toBe(2)
  })

  test('leaves the mails of each person, for the persona who acts as them', async ({
    scope,
    clock,
  }) => {
    const state = stateOf({
      users: [
        { email: 'bo@example.test', confirmed: false },
        { email: 'ana@example.test', confirmed: true },
      ],
      logged_in: { ana: 'ana@example.test' },
    })

    await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

    const mails = (await mailsOf(scope)).toReversed()
    expect(mails.map(({ to }) => to)).toEqual(['bo@example.test', 'ana@example.test'])
    expect(mails[0]?.text).toContain('https://course.example/you/')
    expect(mails[1]?.text).toContain('https://course.example/ana/')
    const token = /\/you\/users\/log-in\/([\w-]{43})/.exec(mails[0]?.text ?? '')?.[1] ?? ''
    expect(await Accounts.getUserByMagicLinkToken(scope, token)).toMatchObject({
      email: 'bo@example.test',
    })
  })

  test('is made of the steps of a registration, without a token in any', async ({
    scope,
    clock,
  }) => {
    const recorder = new Recorder({ id: 'one', title: 'POST /sandbox/seeds', persona: 'you' })
    const state = stateOf({ logged_in: { you: 'ana@example.test' } })

    const [session] = await collect(recorder, () =>
      Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms)),
    )

    const { steps } = recorder.snapshot()
    expect(steps.filter(({ layer }) => layer === 'context').map(({ name }) => name)).toEqual([
      'Course.loadStartState',
      'Accounts.registerUser',
      'Accounts.deliverLoginInstructions',
      'Accounts.loginUserByMagicLink',
      'Accounts.generateUserSessionToken',
    ])
    expect(JSON.stringify(steps)).not.toContain(session!.token)
  })

  test('gives a password to somebody who is not confirmed, as the registration does', async ({
    scope,
    clock,
  }) => {
    const state = getStartState('taken-first')
    assert(state)

    await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

    const params = ['ana@example.test', 'cy-knows-this-one'] as const
    expect(await Accounts.getUserByEmailAndPassword(scope, ...params)).toMatchObject({
      email: 'ana@example.test',
      confirmed_at: null,
    })
  })

  test('mails the link of a registration to the persona that it names', async ({
    scope,
    clock,
  }) => {
    const state = stateOf({
      users: [{ email: 'ana@example.test', confirmed: false, persona: 'ana' }],
    })

    await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

    const [mail] = await mailsOf(scope)
    expect(mail?.text).toContain('https://course.example/ana/users/log-in/')
  })

  test('leaves a link for the persona that it names', async ({ scope, clock }) => {
    const state = getStartState('two-devices')
    assert(state)

    const sessions = await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

    const [mail] = await mailsOf(scope)
    expect(mail?.text).toContain('https://course.example/ana/users/log-in/')
    expect(sessions.map(({ persona }) => persona)).toEqual(['ana-phone'])
  })

  test('refuses a sandbox in which somebody has an address already', async ({ scope, clock }) => {
    await userFixture(scope, { email: 'ana@example.test' })

    await expect(
      Course.loadStartState(scope, stateOf({}), urlFor, (ms) => clock.advance(ms)),
    ).rejects.toMatchObject({ status: 409 })
  })

  test('makes links of an age: the older one opens nothing any more', async ({ scope, clock }) => {
    const before = clock.now()
    const link = { email: 'ana@example.test', kind: 'magic-link' }
    const state = stateOf({ tokens: [link, { ...link, age: '20m' }] })

    await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

    const mails = (await mailsOf(scope)).slice(0, 2)
    expect(mails.map(({ deliveredAt }) => deliveredAt - before)).toEqual([20 * 60_000, 0])
    const users = await Promise.all(
      mails.map(({ text }) =>
        Accounts.getUserByMagicLinkToken(scope, /\/log-in\/([\w-]{43})/.exec(text)?.[1] ?? ''),
      ),
    )
    expect(users.map((user) => user?.email ?? null)).toEqual(['ana@example.test', null])
  })

  test('makes a link to a new address, and a token for programs', async ({ scope, clock }) => {
    const email = 'ana@example.test'
    const state = stateOf({
      tokens: [
        { email, kind: 'email-change', new_email: 'anna@example.test', age: '6d' },
        { email, kind: 'api-token', age: '1d' },
      ],
      logged_in: { you: email },
    })

    const [session] = await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

    const own = scopeForUser(scope, session!.user, clock.now())
    const [mail] = await mailsOf(scope)
    const token = /\/confirm-email\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''
    expect(mail?.to).toBe('anna@example.test')
    expect(await Accounts.getEmailByChangeToken(own, token)).toBe('anna@example.test')
    const made = (await Accounts.listUserApiTokens(own)).map(({ inserted_at }) => inserted_at)
    expect(made).toEqual([clock.now() - 24 * 60 * 60_000])
  })

  test('throws for a password that breaks a rule', async ({ scope, clock }) => {
    const users = [{ email: 'ana@example.test', confirmed: true, password: 'passwordpassword' }]

    await expect(
      Course.loadStartState(scope, stateOf({ users }), urlFor, (ms) => clock.advance(ms)),
    ).rejects.toThrow(
      'loadStartState: the password of ana@example.test breaks a rule. Choose another one.',
    )
  })
})

describe('the start state with two organizations', () => {
  test('is made through the contexts: whoever is in it sees what a reader would', async ({
    scope,
    clock,
  }) => {
    const state = getStartState('club')
    assert(state)
    const sessions = await Course.loadStartState(scope, state, urlFor, (ms) => clock.advance(ms))

    const [ana, bo] = await Promise.all(
      sessions.map(({ user }) => Roles.loadUserScope(scopeForUser(scope, user, clock.now()))),
    )
    assert(ana && bo)
    expect([ana.roles, ana.featureFlags]).toEqual([['admin'], ['wide_list']])
    expect([bo.roles, bo.featureFlags]).toEqual([[], []])
    const rolesOf = async (own: UserScope) =>
      (await Organizations.listOrganizations(own)).map(({ slug, role }) => `${slug}: ${role}`)
    expect(await rolesOf(ana)).toEqual(['glass-works: owner', 'house-of-panes: owner'])
    expect(await rolesOf(bo)).toEqual(['glass-works: member'])
    const within = putOrganization(
      bo,
      await Organizations.getOrganizationBySlugOrThrow(bo, 'glass-works'),
    )
    const pointsOf = async (own: UserScope) =>
      (await Scores.listScores(own)).map(({ points }) => points)
    expect(await pointsOf(ana)).toEqual([7])
    expect(await pointsOf(bo)).toEqual([10])
    expect(await pointsOf(within)).toEqual([3, 8])
  })
})

describe('getStartState', () => {
  test('finds a start state by its name', () => {
    expect(getStartState('two-people')?.title).toBe('Ana and Bo')
  })

  test('knows nothing of what is not there', () => {
    expect(getStartState('nobody-at-all')).toBeNull()
    expect(getStartState('__proto__')).toBeNull()
  })
})

describe('listPersonas', () => {
  test('begins with those that everybody has, each once', () => {
    const personas = listPersonas()

    expect(personas.slice(0, 4)).toEqual(['you', 'alice', 'bob', 'visitor'])
    expect(new Set(personas).size).toBe(personas.length)
  })
})
