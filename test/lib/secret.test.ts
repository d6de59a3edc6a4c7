import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { REDACTED } from '#lib/redacted.ts'
import { Secret, secret } from '#lib/secret.ts'

describe('secret', () => {
  const hidden = secret('hello world!')

  test.for([
    ['as text', () => String(hidden)],
    ['in a template', () => `${hidden.toString()}`],
    ['as JSON', () => JSON.parse(JSON.stringify(hidden)) as unknown],
    ['in the console', () => inspect(hidden)],
  ] as const)('prints as redacted %s', ([, print]) => {
    expect(print()).toBe('**redacted**')
  })

  test.for([
    ['JSON', () => JSON.stringify({ user: [{ password: hidden }] })],
    ['an inspected object', () => inspect({ user: [{ password: hidden }] }, { depth: 9 })],
    ['an inspected object with hidden fields', () => inspect({ hidden }, { showHidden: true })],
    ['a copy of its fields', () => JSON.stringify({ ...hidden })],
    ['an error about it', () => new Error(`wrong: ${String(hidden)}`).message],
  ] as const)('keeps its value out of %s', ([, print]) => {
    expect(print()).not.toContain('hello')
  })

  test('gives the value to a reader who asks for it by name', () => {
    const bytes = new Uint8Array([1, 2, 3])

    expect(secret(bytes).reveal()).toBe(bytes)
    expect(hidden.reveal()).toBe('hello world!')
  })

  test('is told apart from a value that looks like one', () => {
    expect(hidden).toBeInstanceOf(Secret)
    expect({ reveal: () => REDACTED }).not.toBeInstanceOf(Secret)
  })
})
