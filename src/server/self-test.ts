/**
 * What a server finds out about itself before it takes a request: that its native parts are those it was tried
 * with, and do what they are there for. Somebody registers in a database in memory, a copy of the template, and
 * logs in with their password and with another. Whether those parts load at all, `begin.ts` finds out.
 */
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import type { Surroundings } from '#app/accounts/surroundings.ts'
import { isWhole, openSqlite, sqliteVersion } from '#repo/sqlite/sqlite.ts'
import { ConfigError } from './config.ts'

/** Releases of SQLite that the tests have run on. */
export const TRIED_SQLITE: readonly string[] = ['3.52.0']

const SOMEBODY = { email: 'self-test@example.test', password: 'glass walls at the start' }

type Around = Omit<Surroundings, 'repo'>

/** Throws a `ConfigError` with one sentence where something is not as it must be. */
export async function testItself(
  template: string,
  { clock, chance, mailer, pubsub }: Around,
): Promise<void> {
  const repo = await openSqlite({ memory: true, clock })
  try {
    refuseUntriedSqlite(await sqliteVersion(repo))
    await repo.restoreFrom(template)
    if (!(await isWhole(repo)))
      throw refusal(`the template of all sandboxes, "${template}", is damaged`)
    await logInOnce({ repo, clock, chance, mailer, pubsub })
  } catch (error) {
    if (error instanceof ConfigError || !(error instanceof Error)) throw error
    throw refusal(error.message)
  } finally {
    await repo.close()
  }
}

export function refuseUntriedSqlite(version: string): void {
  if (TRIED_SQLITE.includes(version)) return
  throw refusal(
    `SQLite is ${version}, and this server was tried with ${TRIED_SQLITE.join(', ')}. Whoever has run the tests with another adds it to src/server/self-test.ts`,
  )
}

async function logInOnce(surroundings: Surroundings): Promise<void> {
  const scope = scopeForVisitor(surroundings)
  const { email, password } = SOMEBODY
  const made = await Accounts.registerUserWithPassword(scope, SOMEBODY)
  if (!made.ok) throw refusal('nobody could register')
  const [own, other] = await Promise.all([
    Accounts.getUserByEmailAndPassword(scope, email, password),
    Accounts.getUserByEmailAndPassword(scope, email, `${password}.`),
  ])
  if (own?.id !== made.value.id || other !== null)
    throw refusal('Argon2 does not tell a right password from a wrong one')
}

const refusal = (what: string) =>
  new ConfigError(
    `Its test of itself failed: ${what}. npm ci, run on this machine, brings the packages it was tried with.`,
  )
