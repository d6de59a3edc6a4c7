/**
 * A value that must not be seen: a token, a hash, a password. It prints as
 * `**redacted**` wherever values are printed, so that showing it takes a
 * `reveal()` which a reader of the code can find.
 */
import { REDACTED } from './redacted.ts'

export class Secret<Value> {
  readonly #value: Value

  constructor(value: Value) {
    this.#value = value
  }

  reveal(): Value {
    return this.#value
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED
  }
}

export const secret = <Value>(value: Value): Secret<Value> => new Secret(value)
