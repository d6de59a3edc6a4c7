import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { curlOf, quote } from '#trace/curl.ts'
import { REDACTED } from '#lib/redacted.ts'
import type { Json } from '#trace/trace-step.ts'
import { sampleTrace } from '../support/sample-trace.ts'

const ORIGIN = 'http://localhost:4321'

const traceOf = (data: Record<string, Json>, method = 'post') =>
  sampleTrace([{ layer: 'request', name: 'request', tag: `request.${method}`, data }])

const register = (fields: Json) =>
  curlOf(traceOf({ method: 'POST', path: '/users/register', persona: 'you', fields }), ORIGIN)!

/** What a shell hands to curl, with curl replaced by a function that prints its arguments. */
function argumentsOf(command: string, env: Record<string, string> = {}): readonly string[] {
  const script = `curl() { for each; do printf '%s\\0' "$each"; done; }\n${command}`
  const output = execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' })
  return output.split('\0').slice(0, -1)
}

test('a form is one command, with the cookie left to whoever runs it', () => {
  expect(register({ user: { email: 'ana' }, _lesson: 'persons/who-comes-in' })).toBe(
    [
      "curl -i 'http://localhost:4321/users/register' \\",
      "  -H 'Origin: http://localhost:4321' \\",
      '  -H "Cookie: $COOKIE" \\',
      "  --data-urlencode 'user[email]=ana'",
    ].join('\n'),
  )
})

test('a secret is a variable, and no word of it is there', () => {
  const command = register({ user: { email: 'a@b', password: REDACTED, token: REDACTED } })

  expect(command).not.toContain(REDACTED)
  expect(argumentsOf(command, { PASSWORD: 'a b', TOKEN: '$(id)' })).toEqual(
    expect.arrayContaining(['user[password]=a b', 'user[token]=$(id)']),
  )
})

test.for([
  [
    { method: 'GET', path: '/users/log-in/[token]', persona: 'you' },
    `'${ORIGIN}/users/log-in/'"$TOKEN"`,
  ],
  [
    { method: 'GET', path: '/users/settings', persona: 'alice' },
    `'${ORIGIN}/as/alice/users/settings'`,
  ],
] as const)('the address is that of the request: %j', ([data, address]) => {
  expect(curlOf(traceOf(data, 'get'), ORIGIN)).toBe(`curl -i ${address} \\\n  -H "Cookie: $COOKIE"`)
})

test('what stands for PUT is posted, as the form does', () => {
  const fields = { _method: 'put', user: { email: 'b@c' } }
  const data = { method: 'PUT', path: '/users/settings', persona: 'you', fields }

  const command = curlOf(traceOf(data, 'put'), ORIGIN)!

  expect(command).not.toContain('-X')
  expect(argumentsOf(command)).toContain('_method=put')
})

test('a trace without a request has none', () => {
  expect(curlOf(sampleTrace([{ layer: 'live', name: 'mount' }]), ORIGIN)).toBeNull()
})

const HOSTILE = [
  `'; touch /tmp/glasshouse-was-here; '`,
  '$(touch /tmp/glasshouse-was-here)',
  '`touch /tmp/glasshouse-was-here`',
  '"; exit 1; "',
  '\\',
  "\\'",
  "''",
  '!!',
  '-o/etc/passwd',
  '@/etc/passwd',
  'a&b=c',
  '%00',
  '~',
  '*',
  '# comment',
]

describe('nothing that was typed leaves its quotes', () => {
  test.for(HOSTILE)('as a value: %s', (value) => {
    const got = argumentsOf(register({ user: { email: value } }))

    expect(got.slice(-2)).toEqual(['--data-urlencode', `user[email]=${value}`])
    expect(got).toHaveLength(8)
  })

  test.for(HOSTILE)('as a name: %s', (name) => {
    const got = argumentsOf(register({ [name]: 'x' }))

    expect(got.slice(-2)).toEqual(['-d', `${encodeURIComponent(name)}=x`])
  })

  test.for(['line\nline', '\u001b[201~id\n', '\u202eevil', 'a\u0000b', '\ud800', 'a\rb'])(
    'what a terminal would act on is encoded: %j',
    (value) => {
      const command = register({ user: { email: value } })
      expect(command.replaceAll(' \\\n  ', ' ')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      expect(argumentsOf(command).at(-1)).toBe(
        `user%5Bemail%5D=${encodeURIComponent(value.toWellFormed())}`,
      )
    },
  )
})

test('quotes end nowhere but at the end', () => {
  expect(quote("it's")).toBe(`'it'\\''s'`)
})

test('names the row that the path named, and leaves what opens something to whoever runs it', () => {
  const of = (path: string, params: Json) =>
    curlOf(traceOf({ method: 'GET', path, persona: 'you', params, fields: {} }, 'get'), ORIGIN)!

  expect(of('/organizations/[org]/scores/[id]', { org: 'a/b', id: '7' })).toMatch(
    /^curl -i 'http:\/\/localhost:4321\/organizations\/a%2Fb\/scores\/7' /,
  )
  expect(of('/users/log-in/[token]', {})).toContain('"$TOKEN"')
})
