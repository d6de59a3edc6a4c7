/**
 * A request of a trace as a command for a shell. What somebody typed may be
 * hostile to whoever pastes it, so nothing leaves its quotes; what is secret
 * was never in the trace, and stands as a variable.
 */
import { REDACTED } from '#lib/redacted.ts'
import { kindOfSecret } from '#lib/secret-name.ts'
import { UNSEEN } from '#lib/unseen.ts'
import { requestSent, type SentField } from './request-sent.ts'
import type { Trace } from './trace-step.ts'

/** `null` for a trace that began with no request. */
export function curlOf(trace: Pick<Trace, 'steps'>, origin: string): string | null {
  const request = requestSent(trace)
  if (!request) return null
  const { method, path, base, fields: sent } = request
  const isForm = method !== 'GET' && method !== 'HEAD'
  const isOverridden = sent.some(([name]) => name === '_method')
  const parts = [
    `curl -i ${address(origin, base + path)}`,
    ...(isForm && !isOverridden && method !== 'POST' ? [`-X ${quote(method)}`] : []),
    ...(isForm ? [`-H ${quote(`Origin: ${origin}`)}`] : []),
    // As a header: `-b` would take a value without `=` for the name of a file.
    '-H "Cookie: $COOKIE"',
    ...(isForm && sent.length === 0 ? ["-d ''"] : []),
    ...(!isForm && sent.length > 0 ? ['-G'] : []),
    ...sent.map(dataOf),
  ]
  return parts.join(' \\\n  ')
}

/** The parts of an address that a trace does not know are left to whoever runs it: `[token]`. */
function address(origin: string, path: string): string {
  const known = path.split(/\[([a-z]\w*)\]/)
  return known
    .map((text, index) =>
      index % 2 === 0 ? quote((index === 0 ? origin : '') + text) : variable(text),
    )
    .filter((text) => text !== "''")
    .join('')
}

function dataOf([name, value]: SentField): string {
  if (value === REDACTED) return `--data-urlencode ${quote(`${plainName(name)}=`)}${secretOf(name)}`
  // curl encodes the value alone, and a terminal may act on what it cannot show.
  return READABLE_NAME.test(name) && !UNREADABLE.test(value)
    ? `--data-urlencode ${quote(`${name}=${value}`)}`
    : `-d ${quote(`${encode(name)}=${encode(value)}`)}`
}

const READABLE_NAME = /^[\w[\]]+$/
const UNREADABLE = new RegExp(`[${UNSEEN}\u2028\u2029]`, 'u')

const plainName = (name: string) => (READABLE_NAME.test(name) ? name : encode(name))

const secretOf = (name: string) => variable(kindOfSecret(name))

const variable = (name: string) => `"$${name.toUpperCase()}"`

const encode = (text: string) => encodeURIComponent(text.toWellFormed())

/** For a POSIX shell: inside single quotes nothing has a meaning but their end. */
export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
