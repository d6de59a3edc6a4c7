/**
 * Reads the fields of a form or of a JSON body into one shape, as Plug's
 * parsers do: `user[email]=a@b` is `{ user: { email: 'a@b' } }`. Values stay
 * what they are; a changeset decides whether a number may stand for text.
 */
import type { Params } from '#changeset/cast.ts'
import { Refusal } from '#lib/refusal.ts'
import { isSecretName } from '#lib/secret-name.ts'
import { secret } from '#lib/secret.ts'

export type { Params } from '#changeset/cast.ts'

const MOST_FIELDS = 100
const DEEPEST = 5
const NAME = /^(?<head>[^[\]]+)(?<rest>(?:\[[^[\]]*\])*)$/

/** Throws a `Refusal` (400) for a body that cannot be read. */
export function parseParams(body: { kind: 'form' | 'json'; text: string } | null): Params {
  if (!body || body.text === '') return emptyParams()
  return body.kind === 'json' ? parseJson(body.text) : parseForm(body.text)
}

function parseForm(text: string): Params {
  if (/%(?![0-9a-f]{2})/i.test(text))
    throw new Refusal(400, 'A % in a form is followed by two hex digits.')
  const params = emptyParams()
  let count = 0
  for (const [name, value] of new URLSearchParams(text)) {
    if ((count += 1) > MOST_FIELDS)
      throw new Refusal(400, `A form of this site has at most ${MOST_FIELDS} fields.`)
    // URLSearchParams reads broken UTF-8 as this sign, and nobody types it.
    if (value.includes('\ufffd') || name.includes('\ufffd'))
      throw new Refusal(400, 'Send the fields as UTF-8.')
    assign(params, name, value)
  }
  return params
}

function assign(params: Record<string, unknown>, name: string, value: string): void {
  const parts = NAME.exec(name)?.groups
  if (!parts?.head) return
  const inner = [...(parts.rest ?? '').matchAll(/\[([^[\]]*)\]/g)].map(([, key]) => key ?? '')
  const path = [parts.head, ...inner]
  if (path.length > DEEPEST) throw new Refusal(400, `A field is at most ${DEEPEST} names deep.`)

  const last = path.pop() ?? ''
  let target = params
  for (const key of path) {
    const next = target[key]
    // `user=1&user[email]=…`: the later one wins, as it does in Plug for two of a name.
    target = target[key] = isParams(next) ? next : emptyParams()
  }
  target[last] = value
}

function parseJson(text: string): Params {
  let value: unknown
  try {
    // `__proto__` in JSON becomes a field like any other, on an object without a prototype.
    value = JSON.parse(text, (_key, item: unknown) =>
      isPlain(item) ? Object.assign(emptyParams(), item) : item,
    )
    // Half a surrogate pair is no text: it cannot be stored, nor compared.
    if (!isWellFormed(value)) throw new Refusal(400, 'The body holds text that is not Unicode.')
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(400, 'The body is not JSON.')
  }
  if (!isParams(value))
    throw new Refusal(400, 'The body is a JSON object: {"user": {"email": "…"}}.')
  return value
}

/** `params.user`, or nothing when it is not an object. */
export function nested(params: Params, name: string): Params {
  const value = params[name]
  return isParams(value) ? value : emptyParams()
}

/** A text field, or `null` for anything else. */
export function text(params: Params, name: string): string | null {
  const value = params[name]
  return typeof value === 'string' ? value : null
}

/** The number of a row, from a form's text or from JSON, or `null` for anything else. */
export function rowId(value: unknown): number | null {
  const number = typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, item]) => key.isWellFormed() && isWellFormed(item))
}

const emptyParams = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isParams = (value: unknown): value is Record<string, unknown> => isPlain(value)

/**
 * The fields as a form would send them again, `user[email]` and its like.
 * Secrets are left out: they never travel back to a page.
 */
export function formFields(params: Params, within = ''): readonly (readonly [string, string])[] {
  return Object.entries(params).flatMap(([key, value]) => {
    if (isSecretName(key)) return []
    const name = within === '' ? key : `${within}[${key}]`
    if (isParams(value)) return formFields(value, name)
    return isScalar(value) ? [[name, String(value)] as const] : []
  })
}

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)

/** The same without one field. */
export function withoutField(params: Params, name: string): Params {
  const others = Object.entries(params).filter(([each]) => each !== name)
  return Object.assign(emptyParams(), Object.fromEntries(others))
}

/** Whether any field is such as never travels back to a page. */
export const hasSecrets = (params: Params): boolean =>
  Object.entries(params).some(
    ([key, value]) => isSecretName(key) || (isParams(value) && hasSecrets(value)),
  )

/** The same fields for a trace, with secrets replaced. */
export function redactParams(params: Params): Params {
  const redacted = emptyParams()
  for (const [name, value] of Object.entries(params)) {
    redacted[name] = isSecretName(name) ? secret(value) : redactWithin(value)
  }
  return redacted
}

function redactWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactWithin)
  return isParams(value) ? redactParams(value) : value
}
