import { afterEach, expect, vi } from 'vitest'

// An error that nobody looks at is a failure.
const errors = vi.spyOn(console, 'error')

afterEach(() => {
  const calls = errors.mock.calls.splice(0)
  expect(calls, 'console.error was called').toEqual([])
})
