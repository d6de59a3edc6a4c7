/**
 * What ESLint has to find. Each comment names the rule that the line below it
 * breaks. Where a rule finds nothing any more its comment is one too many, and
 * ESLint reports that as an error: the lint step itself tests its rules.
 */
import { sql } from 'kysely'

// eslint-disable-next-line @typescript-eslint/no-floating-promises -- a promise that nobody waits for
Promise.resolve(1)

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any
export const anything: any = 1

export function readOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- an unused name
  } catch (error) {
    return null
  }
}

// eslint-disable-next-line regexp/no-super-linear-backtracking -- a slow expression
export const slow = /^.*,.*;$/

// eslint-disable-next-line regexp/no-super-linear-move -- an expression that begins slowly
export const slowToBegin = /a+b/

export class Secretive {
  // eslint-disable-next-line no-restricted-syntax -- a private keyword
  private readonly secret = 1

  tell(): number {
    return this.secret
  }
}

// eslint-disable-next-line no-restricted-syntax -- raw SQL
export const raw = sql.raw('1')

// eslint-disable-next-line no-restricted-syntax -- a literal in SQL
export const literal = sql.lit(1)

// eslint-disable-next-line no-restricted-syntax -- a name in SQL
export const name = sql.ref('a')
