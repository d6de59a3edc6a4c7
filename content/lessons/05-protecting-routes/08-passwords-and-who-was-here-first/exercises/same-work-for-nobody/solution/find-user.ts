export interface User {
  readonly email: string
  /** Nothing, for who has set no password. */
  readonly hashed_password: string | null
}

/** Whether a password is the one of a hash. It takes its time. */
export type Verify = (
  hash: string,
  password: string,
) => Promise<boolean>

/** A hash of a password that nobody has chosen. */
export const NOBODY = 'hash of shards in a box'

/** The user with this address and this password, or `null`. */
export async function findUser(
  users: readonly User[],
  verify: Verify,
  email: string,
  password: string,
): Promise<User | null> {
  const user =
    users.find((one) => one.email === email) ?? null
  const known = await verify(
    user?.hashed_password ?? NOBODY,
    password,
  )
  if (user === null || user.hashed_password === null)
    return null
  return known ? user : null
}
