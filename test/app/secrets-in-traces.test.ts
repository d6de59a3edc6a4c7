/** A step of a context shows what it was given and what it returned. No secret may come with them. */
import { describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { Roles } from '#app/accounts/roles.ts'
import type { Scope } from '#app/accounts/scope.ts'
import { users } from '#app/accounts/user.ts'
import { Organizations } from '#app/organizations/organizations.ts'
import { Scores } from '#app/scores/scores.ts'
import { exportsOf, listContexts } from '#trace/context-exports.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import {
  confirmedUserFixture,
  magicLinkTokenFixture,
  mailsOf,
  scopeFixture,
  test,
  topicsOf,
} from '../support/fixtures.ts'
import { adminScopeFixture, organizationScopeFixture } from '../support/organization-fixtures.ts'
import { validScore } from '../support/score-fixtures.ts'

const PASSWORD = 'canary boat in the garden 4711'
const OTHER = 'another canary of the house 4712'

/** Calls every function of every context, with secrets wherever it takes any, and returns all that there were. */
async function callEverything(scope: Scope): Promise<readonly string[]> {
  const secrets = [PASSWORD, OTHER]
  const keep = (token: string | null) => {
    if (token !== null) secrets.push(token)
    return token ?? ''
  }
  const urlFor = (token: string) => `https://example.test/${keep(token)}`
  const password = { password: PASSWORD, password_confirmation: PASSWORD }

  Accounts.changeUserRegistration()
  await Accounts.checkUserRegistration(scope, { email: 'a@b', ...password }, { withPassword: true })
  await Accounts.registerUser(scope, { email: 'eva@b', ...password })
  await Accounts.registerUser(scope, { email: '', ...password })
  await Accounts.registerUserWithPassword(scope, { email: 'ida@b', ...password })
  await Accounts.registerUserWithPassword(scope, { email: 'ida@b', ...password })
  const ana = await scopeFixture(scope, await confirmedUserFixture(scope, { email: 'ana@b' }))
  await Accounts.updateUserPassword(ana, password)
  const user = (await scope.repo.get(users, ana.user.id))!
  const known = { ...ana, user }
  secrets.push(user.hashed_password!)
  await Accounts.fetchUserOrThrow(scope, user.id)
  await Accounts.getUserByEmail(scope, user.email)
  await Accounts.getUserByEmailAndPassword(scope, user.email, PASSWORD)
  await Accounts.getUserByEmailAndPassword(scope, user.email, OTHER)
  await Accounts.deliverLoginInstructions(scope, user, urlFor)
  const link = keep(await magicLinkTokenFixture(scope, user))
  await Accounts.getUserByMagicLinkToken(scope, link)
  await Accounts.loginUserByMagicLink(scope, link)
  await Accounts.loginUserByMagicLink(scope, link)
  await Accounts.changeUserEmail(known, { email: 'new@b', current_password: PASSWORD })
  await Accounts.deliverUserUpdateEmailInstructions(known, { ...user, email: 'new@b' }, urlFor)
  await Accounts.getEmailByChangeToken(known, secrets.at(-1)!)
  await Accounts.updateUserEmail(known, secrets.at(-1)!)
  await Accounts.changeUserPassword(known, { password: 'canary' })
  await Accounts.changeUserPassword(known, password, { hashPassword: false })
  await Accounts.updateUserPassword(known, {
    ...{ current_password: OTHER, password: OTHER },
  })
  const session = keep(await Accounts.generateUserSessionToken(scope, user))
  await Accounts.getUserBySessionToken(scope, session)
  keep(await Accounts.renewUserSessionToken(known))
  await Accounts.listUserSessions(known)
  await Accounts.deleteUserSession(known, 99)
  await Accounts.deleteOtherUserSessions(known)
  await Accounts.deleteUserSessionToken(scope, session)
  await Accounts.deleteAllUserSessions(known)
  Accounts.inSudoMode(known)
  const made = await Accounts.createUserApiToken(known)
  await Accounts.listUserApiTokens(known)
  await Accounts.fetchUserByApiToken(scope, keep(made.token))
  await Accounts.deleteUserApiToken(known, made.id)

  const admin = await adminScopeFixture(known)
  await Roles.enableFeature(admin, user, 'dark_mode')
  await Roles.loadUserScope(known)

  const within = await organizationScopeFixture(known)
  await Organizations.listOrganizations(known)
  await Organizations.getOrganizationBySlugOrThrow(known, within.organization.slug)
  await Organizations.createOrganization(known, { name: 'Acme', slug: 'acme', ...password })
  await Organizations.listMembers(within)
  await Organizations.addMember(within, { email: 'eva@b', role: 'member', ...password })
  await Organizations.listAllOrganizations(admin)

  const connected = topicsOf(scope).heardBy(() => undefined)
  await Scores.subscribeScores({ ...known, pubsub: connected })
  const score = await Scores.createScore(known, { ...validScore, ...password })
  if (!score.ok) throw new Error('expected a score')
  await Scores.listScores(known)
  await Scores.getScoreOrThrow(known, score.value.id)
  await Scores.changeScore(known, score.value, { ...password })
  await Scores.updateScore(known, score.value, { points: 9, ...password })
  await Scores.deleteScore(known, score.value)
  for (const { text } of await mailsOf(scope)) secrets.push(text)
  return secrets
}

async function traced(scope: Scope) {
  // One that keeps every step: a request has fewer.
  const all: ReturnType<Recorder['snapshot']>['steps'][number][] = []
  const onStep = (step: (typeof all)[number]) => void all.push(step)
  let secrets: readonly string[] = []
  const recorder = new Recorder({ id: 't', title: 't', persona: 'you', onStep })
  await collect(recorder, async () => {
    secrets = await callEverything(scope)
  })
  return { steps: all, secrets }
}

describe('the steps of every context function', () => {
  test('hold no secret that it was given or returned', async ({ scope }) => {
    const { steps, secrets } = await traced(scope)

    expect(secrets.length).toBeGreaterThan(8)
    for (const step of steps) {
      const text = JSON.stringify(step)
      const leaked = secrets.filter((one) => text.includes(JSON.stringify(one).slice(1, -1)))
      expect(leaked, step.name).toEqual([])
      expect(text, step.name).not.toContain('canary')
    }
  })

  test('are there for each of them, with what it was given and returned', async ({ scope }) => {
    const { steps } = await traced(scope)

    const wanted = listContexts().flatMap((context) =>
      exportsOf(context)
        .filter(({ isTraced, source }) => isTraced && source.file.startsWith('src/app/'))
        .map(({ name }) => `${context}.${name}`),
    )
    const seen = new Set(steps.filter(({ layer }) => layer === 'context').map(({ name }) => name))
    // A new function of a context: call it above, with whatever secrets it takes.
    expect(wanted.filter((name) => !seen.has(name))).toEqual([])
    for (const { name, data, layer } of steps)
      if (layer === 'context' && wanted.includes(name))
        expect([name, Array.isArray(data['args']), 'returned' in data]).toEqual([name, true, true])
  })

  test('show what is no secret', async ({ scope }) => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
    await collect(recorder, () =>
      Accounts.registerUser(scope, { email: 'eva@b', password: PASSWORD }),
    )

    const [step] = recorder.snapshot().steps
    const now = scope.clock.now()
    expect(step?.data).toMatchObject({
      args: [
        { $: 'scope', user: null },
        { $: 'map', of: { email: 'eva@b', password: { $: 'hidden', what: 'secret' } } },
      ],
      returned: {
        ...{ $: 'result', ok: true },
        of: {
          ...{ $: 'row', schema: 'User', hidden: true },
          of: { id: 1, email: 'eva@b', confirmed_at: null, inserted_at: now, updated_at: now },
        },
      },
    })
  })
})
