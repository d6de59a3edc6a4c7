import { expect, test } from 'vitest'
import { isSecretName, kindOfSecret } from '#lib/secret-name.ts'

test.for([
  ...['password', 'current_password', 'user[password_confirmation]', 'hashed_password'],
  ...['passphrase', 'secret', 'client_secret', 'SECRET_KEY', 'token', 'user[token]', 'api_token'],
  ...['token_hash', 'hash', 'PasswordHash', '_csrf_token'],
])('%s is secret', (name) => {
  expect(isSecretName(name)).toBe(true)
})

test.for(['', 'email', 'user[email]', 'pass', 'points', 'remember_me', '_lesson', 'name'])(
  '%j is not',
  (name) => {
    expect(isSecretName(name)).toBe(false)
  },
)

test('a token is told apart from what somebody made up', () => {
  expect(['user[token]', 'password', 'passphrase'].map(kindOfSecret)).toEqual([
    ...['token', 'password', 'password'],
  ])
})
