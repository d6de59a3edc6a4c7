import { expect, test } from 'vitest'
import { Refusal } from '#lib/refusal.ts'
import { MOST_KEYS_TRIED, Teachers } from '#visit/teachers.ts'

const KEY = 'twelve or more'
const HERE = '203.0.113.7'

test('whoever brings the key is given what the server knows again', () => {
  const teachers = new Teachers(KEY)
  const token = teachers.admit(KEY, HERE)

  expect(token).toMatch(/^[\w-]{43}$/)
  expect(teachers.knows(token)).toBe(true)
  expect(token).not.toContain(KEY)
})

test('a wrong key, a made-up cookie and no cookie open nothing', () => {
  const teachers = new Teachers(KEY)

  expect(teachers.admit('twelve or more!', HERE)).toBeNull()
  for (const token of ['a'.repeat(43), '', null, undefined])
    expect(teachers.knows(token)).toBe(false)
})

test('another key ends what the last one gave', () => {
  const token = new Teachers(KEY).admit(KEY, HERE)

  expect(new Teachers('another key of theirs').knows(token)).toBe(false)
})

test('without a key nobody enters, not even with none', () => {
  const teachers = new Teachers(null)

  expect(teachers.mayEnter).toBe(false)
  expect(teachers.admit('', HERE)).toBeNull()
  expect(teachers.knows(new Teachers('').admit('', HERE))).toBe(false)
})

test('an address may try so many keys in an hour, and another address its own', () => {
  const teachers = new Teachers(KEY)
  for (let tried = 0; tried < MOST_KEYS_TRIED; tried += 1) teachers.admit('wrong', HERE)

  expect(() => teachers.admit(KEY, HERE)).toThrow(Refusal)
  expect(teachers.admit(KEY, '203.0.113.8')).not.toBeNull()
})
