import { check } from 'glasshouse/exercise'
import type * as findUser from './solution/find-user.ts'

interface Code {
  readonly findUser: typeof findUser
}

const USERS: readonly findUser.User[] = [
  {
    email: 'ana@example.test',
    hashed_password: 'hash of twelve green panes',
  },
  { email: 'bo@example.test', hashed_password: null },
]

/** Whom they are let in as, and the hashes that were checked on the way. */
async function logIn(
  { findUser: { findUser } }: Code,
  email: string,
  password: string,
) {
  const checked: string[] = []
  const found = await findUser(
    USERS,
    (hash, typed) => {
      checked.push(hash)
      return Promise.resolve(hash === `hash of ${typed}`)
    },
    email,
    password,
  )
  return { in: found?.email ?? null, checked }
}

const [ANA, BO, CY] = ['ana', 'bo', 'cy'].map(
  (name) => `${name}@example.test`,
) as [string, string, string]

export default [
  check<Code>(
    'lets in who knows the password',
    async ({ code, see }) => {
      await see(
        'the right password for Ana',
        async () =>
          (await logIn(code, ANA, 'twelve green panes'))
            .in,
        { is: ANA },
      )
      await see(
        'a wrong password for Ana',
        async () =>
          (await logIn(code, ANA, 'twelve wrong panes'))
            .in,
        { is: null },
      )
    },
  ),

  check<Code>(
    'does the same work for everybody',
    async ({ code, see }) => {
      const checks = async (email: string) =>
        (await logIn(code, email, 'twelve wrong panes'))
          .checked.length
      await see(
        'the checks for a wrong password of Ana’s',
        () => checks(ANA),
        { is: 1 },
      )
      await see(
        'the checks for an address that nobody has',
        () => checks(CY),
        { is: 1 },
      )
      await see(
        'the checks for Bo, who has no password',
        () => checks(BO),
        { is: 1 },
      )
    },
  ),

  check<Code>(
    'checks against a hash that is one',
    async ({ code, see }) => {
      await see(
        'what was checked for an address that nobody has',
        async () =>
          (await logIn(code, CY, 'twelve wrong panes'))
            .checked,
        { is: [code.findUser.NOBODY] },
      )
    },
  ),

  check<Code>(
    'lets nobody in by the dummy',
    async ({ code, see }) => {
      await see(
        'the dummy’s password for an address that nobody has',
        async () =>
          (await logIn(code, CY, 'shards in a box')).in,
        { is: null },
      )
      await see(
        'the dummy’s password for Bo, who has none',
        async () =>
          (await logIn(code, BO, 'shards in a box')).in,
        { is: null },
      )
    },
  ),
]
