/** The outcome of an operation that a person can get wrong. Both branches are values; nothing is thrown. */
export type Result<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure }

export const ok = <Value>(value: Value) => ({ ok: true, value }) as const
export const fail = <Failure>(error: Failure) => ({ ok: false, error }) as const
