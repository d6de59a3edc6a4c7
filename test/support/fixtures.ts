import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, scopeForVisitor, type Scope, type UserScope } from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import type { Changeset } from '#changeset/changeset.ts'
import { traverseErrors } from '#changeset/traverse-errors.ts'
import { Mailbox, type Mail } from '#sandbox/mailbox.ts'
import { SandboxChance } from '#sandbox/sandbox-chance.ts'
import { Exchange, PubSub } from '#sandbox/pubsub.ts'
import { mailFile } from '#sandbox/mail-file.ts'
import { test as withRepo } from './repo.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const DAY = 24 * 60 * MINUTE

interface Fixtures {
  /** A folder of its own, gone after the test. */
  readonly folder: string
  readonly chance: SandboxChance
  readonly mailbox: Mailbox
  readonly pubsub: PubSub
  /** Somebody who has not logged in, over a fresh database. In Phoenix: a scope of `nil`. */
  readonly scope: Scope
}

export const test = withRepo.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'glasshouse-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },

  mailbox: async ({ folder, clock }, use) =>
    use(new Mailbox(mailFile(join(folder, 'mailbox.json')), () => clock.now())),

  chance: async ({}, use) => use(new SandboxChance()),

  pubsub: async ({}, use) => use(new PubSub(new Exchange(), 'test')),

  scope: async ({ repo, clock, chance, mailbox, pubsub }, use) =>
    use(scopeForVisitor({ repo, clock, chance, mailer: mailbox, pubsub })),
})

let count = 0
/** In Phoenix: `unique_user_email/0`. */
export const uniqueEmail = () => `user${(count += 1)}@example.com`

/** A user who has registered and opened no mail yet. In Phoenix: `unconfirmed_user_fixture/1`. */
export async function userFixture(scope: Scope, params: { email?: string } = {}): Promise<User> {
  const result = await Accounts.registerUser(scope, { email: uniqueEmail(), ...params })
  if (result.ok) return result.value
  throw new Error(`userFixture: ${JSON.stringify(errorsOn(result.error))}`)
}

/** A user who has logged in once, by the link of a mail. In Phoenix: `user_fixture/1`. */
export async function confirmedUserFixture(
  scope: Scope,
  params: { email?: string } = {},
): Promise<User> {
  const user = await userFixture(scope, params)
  const result = await Accounts.loginUserByMagicLink(
    scope,
    await magicLinkTokenFixture(scope, user),
  )
  if (result.ok) return result.value.user
  throw new Error(`confirmedUserFixture: ${result.error}`)
}

/** The scope of a confirmed user who logs in at this moment. In Phoenix: `user_scope_fixture/0`. */
export async function scopeFixture(scope: Scope, user?: User): Promise<UserScope> {
  return scopeForUser(scope, user ?? (await confirmedUserFixture(scope)), scope.clock.now())
}

/** A magic link's token, as the mail holds it. In Phoenix: `generate_user_magic_link_token/1`. */
export async function magicLinkTokenFixture(scope: Scope, user: User): Promise<string> {
  return extractToken(
    await mailFrom(scope, (urlFor) => Accounts.deliverLoginInstructions(scope, user, urlFor)),
  )
}

type Deliver = (urlFor: (token: string) => string) => Promise<unknown>

// The fixtures, and sandboxes, give a scope more than the app asks of its surroundings.
/** The mails that the app has sent, newest first. */
export const mailsOf = ({ mailer }: Scope) => (mailer as Mailbox).list()
/** The topics of a sandbox, where tests listen. */
export const topicsOf = ({ pubsub }: Scope) => pubsub as PubSub

/** The mail that `deliver` sends, with its token between marks. */
export async function mailFrom(scope: Scope, deliver: Deliver): Promise<Mail> {
  await deliver((token) => `[TOKEN]${token}[TOKEN]`)
  const [mail] = await mailsOf(scope)
  if (!mail) throw new Error('mailFrom: no mail was sent.')
  return mail
}

/** The token between the marks. In Phoenix: `extract_user_token/1`. */
export function extractToken({ text }: Mail): string {
  const [, token] = text.split('[TOKEN]')
  if (token === undefined) throw new Error('extractToken: the mail has no marks.')
  return token
}

/** `{ email: ['has already been taken'] }`, newest first. In Phoenix: `errors_on/1`. */
export function errorsOn<Row extends object>(changeset: Changeset<Row>) {
  return traverseErrors(changeset)
}
