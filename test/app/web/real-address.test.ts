import { describe, expect, test } from 'vitest'
import { looksReal, realAddressWarning } from '#app/web/real-address.ts'

describe('looksReal', () => {
  test.for([
    'ana@gmail.com',
    'ana@mail.example-school.org',
    'ana@myexample.com',
    'ana@contest.io',
    'ana@xn--bcher-kva.de',
    'ana@bücher.де',
    'ANA@GMAIL.COM',
    'a@b@c.de',
  ])('holds for %s', (address) => {
    expect(looksReal(address)).toBe(true)
  })

  test.for([
    'ana@example.com',
    'ana@example.test',
    'ana@EXAMPLE.ORG',
    'ana@mail.example.net',
    'ana@example.co.uk',
    'ana@school.test',
    'ana@nowhere.invalid',
    'ana@app.localhost',
    'ana@localhost',
    'ana@example',
    'ana@some.example',
    'a@b',
    'a@b.c',
    'ana',
    'gmail.com',
    '@',
    '',
  ])('does not hold for %j', (address) => {
    expect(looksReal(address)).toBe(false)
  })
})

describe('realAddressWarning', () => {
  test('names the address, and one to use in its place', () => {
    expect(realAddressWarning('ana@gmail.com')).toBe(
      'ana@gmail.com looks like a real address. It works, since no mail leaves this server, but an invented one such as ana@example.test works as well and gives nothing away.',
    )
  })

  test.for(['ana@example.test', '', null])('says nothing of %j', (address) => {
    expect(realAddressWarning(address)).toBeNull()
  })
})
