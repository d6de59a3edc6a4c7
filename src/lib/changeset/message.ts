import { newError, type ErrorOpts, type FieldError } from './changeset.ts'

/** Text of your own, or text with more opts for its placeholders. */
export type Message = string | { readonly message: string; readonly opts: ErrorOpts }

export interface MessageOptions {
  readonly message?: Message
}

/** An error with the usual message, or the caller's. Opts of the caller replace the rule's. */
export function ruleError(
  field: string,
  { message }: MessageOptions,
  usual: string,
  opts: ErrorOpts,
): FieldError {
  if (message === undefined) return newError(field, usual, opts)
  if (typeof message === 'string') return newError(field, message, opts)
  if (typeof message === 'object' && typeof message?.message === 'string') {
    return newError(field, message.message, mergeOpts(opts, message.opts))
  }
  throw new TypeError(
    `expected the message for ${field} as text or { message, opts }, got ${typeof message}.`,
  )
}

// As Elixir's Keyword.merge: what is merged in comes last, even where it replaces.
function mergeOpts(opts: ErrorOpts, more: ErrorOpts = {}): ErrorOpts {
  const kept = Object.entries(opts).filter(([key]) => !Object.hasOwn(more, key))
  return Object.fromEntries([...kept, ...Object.entries(more)])
}
