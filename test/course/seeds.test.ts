import { describe, expect } from 'vitest'
import * as Accounts from '#accounts/accounts.ts'
import { listPersonas, listResidents } from '#course/people.ts'
import { getSeed, listSeeds, loadSeed } from '#course/seeds.ts'
import { schemas } from '../../src/content.config.ts'
import { collect, Recorder } from '#trace/trace.ts'
import { test, userFixture } from '../support/fixtures.ts'

const urlFor = (persona: string, token: string) => `https://course.example/${persona}/${token}`

const seedOf = (change: object) =>
  schemas.seed.parse({
    name: 'a-seed',
    title: 'A start state',
    summary: 'Somebody who is here to be read by a test.',
    users: [{ email: 'ana@example.test', confirmed: true }],
    ...change,
  })

describe('loadSeed', () => {
  // A seed that breaks a rule of Accounts is found here, before a reader finds it.
  test.for(listSeeds().map((seed) => [seed.name, seed] as const))(
    'loads %s',
    async ([, seed], { scope }) => {
      const sessions = await loadSeed(scope, seed, urlFor)

      const residents = await listResidents(scope)
      expect(residents.map(({ email }) => email)).toEqual(seed.users.map(({ email }) => email))
      expect(residents.map(({ confirmed_at }) => confirmed_at !== null)).toEqual(
        seed.users.map(({ confirmed }) => confirmed),
      )
      expect(sessions.map(({ persona, user }) => [persona, user.email])).toEqual(
        Object.entries(seed.logged_in),
      )
    },
  )

  test('logs in with tokens that open a session', async ({ scope }) => {
    const seed = seedOf({ logged_in: { you: 'ana@example.test' } })

    const [session] = await loadSeed(scope, seed, urlFor)

    const found = await Accounts.getUserBySessionToken(scope, session!.token)
    expect(found).toMatchObject({
      user: { email: 'ana@example.test' },
      authenticatedAt: scope.clock.now(),
    })
  })

  test('gives a password that logs in', async ({ scope }) => {
    const password = 'correct horse battery staple'
    const seed = seedOf({ users: [{ email: 'ana@example.test', confirmed: true, password }] })

    await loadSeed(scope, seed, urlFor)

    expect(
      await Accounts.getUserByEmailAndPassword(scope, 'ana@example.test', password),
    ).toMatchObject({ email: 'ana@example.test' })
  })

  test('logs one user in as two personas, each with a session of their own', async ({ scope }) => {
    const seed = seedOf({ logged_in: { you: 'ana@example.test', alice: 'ana@example.test' } })

    const sessions = await loadSeed(scope, seed, urlFor)

    expect(sessions.map(({ persona }) => persona)).toEqual(['you', 'alice'])
    expect(new Set(sessions.map(({ token }) => token)).size).toBe(2)
  })

  test('leaves the mails of each person, for the persona who acts as them', async ({ scope }) => {
    const seed = seedOf({
      users: [
        { email: 'ana@example.test', confirmed: false },
        { email: 'alice@example.test', confirmed: true },
      ],
      logged_in: { alice: 'alice@example.test' },
    })

    await loadSeed(scope, seed, urlFor)

    const mails = (await scope.mailbox.list()).toReversed()
    expect(mails.map(({ to }) => to)).toEqual(['ana@example.test', 'alice@example.test'])
    expect(mails[0]?.text).toContain('https://course.example/you/')
    expect(mails[1]?.text).toContain('https://course.example/alice/')
    const token = /\/you\/([\w-]{43})/.exec(mails[0]?.text ?? '')?.[1] ?? ''
    expect(await Accounts.getUserByMagicLinkToken(scope, token)).toMatchObject({
      email: 'ana@example.test',
    })
  })

  test('is made of the steps of a registration, without a token in any', async ({ scope }) => {
    const recorder = new Recorder({ id: 'one', title: 'POST /sandbox/seeds', persona: 'you' })
    const seed = seedOf({ logged_in: { you: 'ana@example.test' } })

    const [session] = await collect(recorder, () => loadSeed(scope, seed, urlFor))

    const { steps } = recorder.snapshot()
    expect(steps.filter(({ layer }) => layer === 'context').map(({ name }) => name)).toEqual([
      'Course.loadSeed',
      'Accounts.registerUser',
      'Accounts.deliverLoginInstructions',
      'Accounts.loginUserByMagicLink',
      'Accounts.generateUserSessionToken',
    ])
    expect(JSON.stringify(steps)).not.toContain(session!.token)
  })

  test('refuses a sandbox in which somebody has an address already', async ({ scope }) => {
    await userFixture(scope, { email: 'ana@example.test' })

    await expect(loadSeed(scope, seedOf({}), urlFor)).rejects.toMatchObject({ status: 409 })
  })

  test('throws for a password that breaks a rule', async ({ scope }) => {
    const users = [{ email: 'ana@example.test', confirmed: true, password: 'passwordpassword' }]

    await expect(loadSeed(scope, seedOf({ users }), urlFor)).rejects.toThrow(
      'loadSeed: the password of ana@example.test breaks a rule. Choose another one.',
    )
  })
})

describe('getSeed', () => {
  test('finds a seed by its name', () => {
    expect(getSeed('two-people')?.title).toBe('Alice and Bob')
  })

  test('knows nothing of what is not there', () => {
    expect(getSeed('nobody')).toBeNull()
    expect(getSeed('__proto__')).toBeNull()
  })
})

describe('listPersonas', () => {
  test('begins with those that everybody has, each once', () => {
    const personas = listPersonas()

    expect(personas.slice(0, 4)).toEqual(['you', 'alice', 'bob', 'visitor'])
    expect(new Set(personas).size).toBe(personas.length)
  })
})
