/** What things of this house are called in a Phoenix app of its name. */

const SCHEMAS: Readonly<Record<string, readonly [module: string, table: string | null]>> = {
  User: ['Accounts.User', 'users'],
  UserToken: ['Accounts.UserToken', 'users_tokens'],
  UserRole: ['Accounts.UserRole', 'user_roles'],
  Scope: ['Accounts.Scope', null],
  Score: ['Scores.Score', 'scores'],
  Organization: ['Organizations.Organization', 'organizations'],
  Membership: ['Organizations.Membership', 'memberships'],
}

/** `Glasshouse.Accounts.User` for a schema that is called `User`. */
export const moduleOf = (schema: string): string => `Glasshouse.${SCHEMAS[schema]?.[0] ?? schema}`

/** The table of a schema, or `null` where it has none. */
export const tableOf = (schema: string): string | null => SCHEMAS[schema]?.[1] ?? null

/**
 * A function as Elixir spells it, with the number of what it takes where that is known.
 *
 * @example
 * elixirName('Accounts.registerUser', 2)
 * // => 'Accounts.register_user/2'
 */
export function elixirName(name: string, arity?: number): string {
  const at = name.lastIndexOf('.') + 1
  // A function that throws ends in an exclamation mark there.
  const own = name.slice(at).replace(/OrThrow$/, '!')
  const snake = own.replaceAll(/(?<=[\p{Ll}\d])\p{Lu}/gu, (letter) => `_${letter.toLowerCase()}`)
  return name.slice(0, at) + snake + (arity === undefined ? '' : `/${arity}`)
}
