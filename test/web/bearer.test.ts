import { describe, expect, test } from 'vitest'
import { bearerText, readBearer } from '#web/bearer.ts'
import { contextOf } from '../support/context.ts'

const KEY = '0123456789abcdef'.repeat(2)
const TOKEN = 'abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ_01234'

const read = (authorization: string) =>
  readBearer(contextOf({ headers: { authorization } }).request)

describe('readBearer', () => {
  test('reads what bearerText wrote, with the scheme in any case', () => {
    const text = bearerText({ apiKey: KEY }, TOKEN)

    for (const scheme of ['Bearer', 'bearer', 'BEARER'])
      expect(read(`${scheme} ${text}`)).toEqual({ apiKey: KEY, token: TOKEN })
  })

  test('reads nothing where there is nothing', () => {
    expect(readBearer(contextOf().request)).toBeNull()
  })

  test.for([
    ['no key', `Bearer ${TOKEN}`],
    ['no token', `Bearer ${KEY}.`],
    ['a key that is too short', `Bearer ${KEY.slice(1)}.${TOKEN}`],
    ['a key that is no hex', `Bearer ${'g'.repeat(32)}.${TOKEN}`],
    ['a key that is a path', `Bearer ${'../'.repeat(10)}ab.${TOKEN}`],
    ['a token that is too short', `Bearer ${KEY}.${TOKEN.slice(1)}`],
    ['a token that is too long', `Bearer ${KEY}.${TOKEN}a`],
    ['a padded token', `Bearer ${KEY}.${TOKEN}=`],
    ['two spaces', `Bearer  ${KEY}.${TOKEN}`],
    ['a tab', `Bearer\t${KEY}.${TOKEN}`],
    ['another scheme', `Basic ${KEY}.${TOKEN}`],
    ['a word in front', `x Bearer ${KEY}.${TOKEN}`],
    ['two of them', `Bearer ${KEY}.${TOKEN}, Bearer ${KEY}.${TOKEN}`],
  ] as const)('reads nothing from %s', ([, authorization]) => {
    expect(read(authorization)).toBeNull()
  })
})
