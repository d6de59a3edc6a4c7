import { expect, test, vi } from 'vitest'
import { enteredPlace, printPlace } from '#course/act.ts'
import { placeOf } from '#course/place-of.ts'
import { SandboxPlace } from '#sandbox/sandbox-place.ts'

const json = printPlace(enteredPlace({ id: 'an-act', startVersion: '1' }, null))

test('a place is read once for as long as a sandbox stands there', () => {
  const sandbox = { place: new SandboxPlace(json) }
  const parse = vi.spyOn(JSON, 'parse')

  for (let ask = 0; ask < 3; ask += 1) expect(placeOf({ sandbox })?.act).toBe('an-act')

  expect(parse).toHaveBeenCalledTimes(1)
  sandbox.place.keep(json.replace('an-act', 'another'))
  expect(placeOf({ sandbox })?.act).toBe('another')
  expect(parse).toHaveBeenCalledTimes(2)
  parse.mockRestore()
})

test('no sandbox stands nowhere, and neither does a fresh one', () => {
  expect(placeOf({ sandbox: null })).toBeNull()
  expect(placeOf({ sandbox: { place: new SandboxPlace(null) } })).toBeNull()
})
