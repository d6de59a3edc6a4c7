/**
 * oslo pins version 1 of the library that hashes; here it gets version 2,
 * which takes half the time. What one has written, the other has to read.
 */
import { argon2Sync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as one from '@node-rs/argon2-1'
import { describe, expect, test } from 'vitest'
import { hashPassword, verifyPassword } from '#app/accounts/credentials.ts'

const OWASP = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const PASSWORDS = [
  'hello world!',
  'pears in a blue crate',
  'Zwölf Boxkämpfer jagen Viktor',
  'слон сидит на дубе',
  '🍐🍐🍐 in a crate',
  'abc\0defghijkl',
  'plums '.repeat(170),
]

describe.for(PASSWORDS)('%j', (password) => {
  test('hashed by version 1 is known here', async () => {
    const hash = await one.hash(password.normalize('NFKC'), OWASP)

    expect(await verifyPassword(hash, password)).toBe(true)
    expect(await verifyPassword(hash, `${password}.`)).toBe(false)
  })

  test('hashed here is known by version 1', async () => {
    const hash = await hashPassword(password)

    expect(await one.verify(hash, password.normalize('NFKC'))).toBe(true)
    expect(await one.verify(hash, `${password}.`)).toBe(false)
  })

  test('hashed here is what Node’s own Argon2id makes of the same salt', async () => {
    const [, , , , salt = '', tag = ''] = (await hashPassword(password)).split('$')

    const own = argon2Sync('argon2id', {
      ...{ message: password.normalize('NFKC'), nonce: Buffer.from(salt, 'base64') },
      ...{ memory: OWASP.memoryCost, passes: OWASP.timeCost, parallelism: OWASP.parallelism },
      tagLength: 32,
    })
    expect(tag).toBe(own.toString('base64').replaceAll('=', ''))
  })
})

test('oslo hashes by the version that this tests', () => {
  const own = readFileSync('node_modules/@node-rs/argon2/package.json', 'utf8')

  expect(JSON.parse(own)).toMatchObject({ version: '2.2.1' })
})
