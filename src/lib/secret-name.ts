const SECRET = /password|passphrase|secret|token|hash/i
const TOKEN = /token/i

/**
 * Whether a field or a column is secret by its name alone, wherever it stands:
 * its value goes to no page, no trace, no link and no log. A schema may redact
 * more; a form may have fields that no schema knows of.
 *
 * @example
 * isSecretName('user[password_confirmation]')
 * // => true
 * isSecretName('email')
 * // => false
 */
export const isSecretName = (name: string): boolean => SECRET.test(name)

/** What stands in for the value of such a name, where a reader has to put in their own. */
export const kindOfSecret = (name: string): 'token' | 'password' =>
  TOKEN.test(name) ? 'token' : 'password'
