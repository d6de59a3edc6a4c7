/** What the examples of front doors may use besides what front doors export. */
import { readFile } from 'node:fs/promises'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForVisitor, type UserScope } from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import { build } from '#changeset/schema.ts'
import { Progress } from '#course/progress.ts'
import { ProjectFiles } from '#course/project-files.ts'
import { DatabaseFullError } from '#repo/database-error.ts'
import type { Sandbox, Sandboxes, Visitor } from '#sandbox/sandbox.ts'
import { contextOf } from './context.ts'
import {
  confirmedUserFixture,
  extractToken,
  magicLinkTokenFixture,
  mailFrom,
  scopeFixture,
} from './fixtures.ts'
import { adminScopeFixture, organizationScopeFixture } from './organization-fixtures.ts'
import { sampleTrace } from './sample-trace.ts'
import { newVisitor, test as withHouse } from './sandboxes.ts'
import { listening } from './score-fixtures.ts'

/** Names that every example may use. */
export const NAMES = {
  /** From further down. */
  ...{ build, DatabaseFullError },
  readSqliteWasm: () => readFile('node_modules/sql.js/dist/sql-wasm-browser.wasm'),
  /** The files of the project. */
  files: new ProjectFiles('.'),
  /** A registration without an @, as a page of the course would show it. */
  trace: sampleTrace(
    [
      { layer: 'context', name: 'Accounts.registerUser', outcome: 'error' },
      {
        ...{ layer: 'changeset', name: 'validateFormat', tag: 'changeset.email.format' },
        ...{ parent: 1, outcome: 'error' },
        data: { errors: [{ field: 'email', message: 'must have the @ sign and no spaces' }] },
      },
      { layer: 'reply', name: '422', outcome: 'error' },
    ],
    { status: 422 },
  ),
}

/** Names that cost a sandbox: an example that has none of these words is given none. */
const IN_A_PLACE = [
  ...(['scope', 'ana', 'acme', 'admin', 'connected', 'heard'] as const),
  ...(['magicLinkToken', 'changeEmailToken'] as const),
  ...(['sandbox', 'sandboxes', 'visitor', 'locals', 'progress', 'folder'] as const),
]

export const needsPlace = ({ code }: { readonly code: string }): boolean =>
  IN_A_PLACE.some((name) => new RegExp(`\\b${name}\\b`).test(code))

/** Who has a sandbox, what keeps it, and a folder that is gone after the test. */
interface Place {
  readonly folder: string
  readonly sandboxes: Sandboxes
  readonly visitor: Visitor
  readonly sandbox: Sandbox
  readonly progress: Progress
}

export const test = withHouse.extend<{ readonly openPlace: () => Promise<Place> }>({
  openPlace: async ({ house, folder }, use) => {
    const closing: (() => Promise<void>)[] = []
    await use(async () => {
      const sandboxes = await house.open()
      const site = await house.openSite()
      const visitor = await newVisitor(sandboxes)
      const { sandbox, release } = await sandboxes.findOrCreate(visitor)
      closing.push(release, () => site.close())
      return { folder, sandboxes, visitor, sandbox, progress: new Progress(site) }
    })
    for (const close of closing) await close()
  },
})

/** A sandbox in which Ana has registered and founded Acme. */
export async function namesOfPlace(
  place: Place,
): Promise<Readonly<Record<(typeof IN_A_PLACE)[number], unknown>>> {
  const { visitor, sandbox, progress } = place
  const scope = scopeForVisitor(sandbox)
  const user = await confirmedUserFixture(scope, { email: 'ana@example.com' })
  const ana = await scopeFixture(scope, user)
  const { scope: connected, heard } = listening(ana)
  const { locals } = contextOf({
    services: { progress },
    locals: { visitor, sandbox, lesson: 'persons/who-comes-in' },
  })
  return {
    ...place,
    /** Somebody who has not logged in. */
    scope,
    /** She has just logged in, and has no password. */
    ana,
    /** Her scope within the organization that she owns. */
    acme: await organizationScopeFixture(ana, { name: 'Acme', slug: 'acme' }),
    /** The scope of somebody who looks after the house. */
    admin: await adminScopeFixture(await scopeFixture(scope)),
    /** Ana’s scope as a connected live view holds it, and what that has heard. */
    ...{ connected, heard },
    /** The token of a link that was just mailed to a user. */
    magicLinkToken: (whose: User) => magicLinkTokenFixture(scope, whose),
    /** The token of a link that was just mailed to a new address. */
    changeEmailToken: async (own: UserScope, email: string) =>
      extractToken(
        await mailFrom(own, (urlFor) =>
          Accounts.deliverUserUpdateEmailInstructions(own, { ...own.user, email }, urlFor),
        ),
      ),
    /** Of a request that the visitor makes in the first lesson. */
    locals,
  }
}
