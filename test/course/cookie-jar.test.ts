import { expect, test } from 'vitest'
import { CookieJar } from '#course/cookie-jar.ts'

/** An answer that sets these cookies. */
function answer(...lines: readonly string[]) {
  const headers = new Headers()
  for (const line of lines) headers.append('set-cookie', line)
  return { headers }
}

test('a jar keeps what is set, and sends it back', () => {
  const jar = new CookieJar()

  jar.keep(answer('a=1; Path=/; HttpOnly', 'b=x=y; Max-Age=60', 'a=2'))

  expect(jar.get('b')).toBe('x=y')
  expect(jar.header).toBe('a=2; b=x=y')
})

test('a jar forgets what is taken back', () => {
  const jar = new CookieJar([['a', '1']])

  jar.keep(answer('a=; Max-Age=0; Path=/', 'b=1; Max-Age=10'))

  expect(jar.header).toBe('b=1')
})
