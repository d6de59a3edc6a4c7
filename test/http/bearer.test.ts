import { describe, expect, test } from 'vitest'
import { bearerText, readBearer } from '#http/bearer.ts'
import { contextOf } from '../support/context.ts'

const KEY = '0123456789abcdef'.repeat(2)
const TOKEN = 'aB-_5'.repeat(8) + 'xyz'
const read = (authorization: string) =>
  readBearer(contextOf({ headers: { authorization } }).request)

describe('readBearer', () => {
  test('reads what bearerText wrote', () => {
    expect(read(`Bearer ${bearerText({ apiKey: KEY }, TOKEN)}`)).toEqual({
      apiKey: KEY,
      token: TOKEN,
    })
  })

  test.for(['bearer', 'BEARER', 'bEaReR'])('reads the scheme %s', (scheme) => {
    expect(read(`${scheme} ${KEY}.${TOKEN}`)).not.toBeNull()
  })

  test.for([
    '',
    'Bearer',
    `Bearer ${TOKEN}`,
    `Bearer ${KEY}`,
    `Bearer ${KEY}.`,
    `Bearer .${TOKEN}`,
    `Bearer ${KEY}${TOKEN}`,
    `Bearer  ${KEY}.${TOKEN}`,
    `Bearer\t${KEY}.${TOKEN}`,
    `Bearer ${KEY}.${TOKEN}x`,
    `Bearer x${KEY}.${TOKEN}`,
    `Bearer ${KEY}.${TOKEN.slice(1)}`,
    `Bearer ${KEY}.${TOKEN.slice(1)}=`,
    `Bearer ${KEY.slice(1)}g.${TOKEN}`,
    `Basic ${KEY}.${TOKEN}`,
    `${KEY}.${TOKEN}`,
    `Bearer ${KEY}.${TOKEN}, Bearer ${KEY}.${TOKEN}`,
  ])('reads nothing from %j', (authorization) => {
    expect(read(authorization)).toBeNull()
  })

  test('reads nothing where there is nothing', () => {
    expect(readBearer(contextOf().request)).toBeNull()
  })
})
