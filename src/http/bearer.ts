/**
 * What a program brings in place of cookies: `Authorization: Bearer KEY.TOKEN`.
 * The key finds the database that is meant, as a visitor's cookie would; the
 * token is a user's own. The key alone opens nothing.
 */

export interface Bearer {
  readonly apiKey: string
  readonly token: string
}

// One space, as in Phoenix's guide; the scheme in any case.
const BEARER = /^bearer (?<apiKey>[\da-f]{32})\.(?<token>[\w-]{43})$/i

/** What the request brings, or `null` for anything that is not of this form. */
export function readBearer({ headers }: Request): Bearer | null {
  const { apiKey, token } = BEARER.exec(headers.get('authorization') ?? '')?.groups ?? {}
  return apiKey && token ? { apiKey, token } : null
}

/** A new token, as its owner is to keep it. */
export const bearerText = ({ apiKey }: Pick<Bearer, 'apiKey'>, token: string) =>
  `${apiKey}.${token}`
