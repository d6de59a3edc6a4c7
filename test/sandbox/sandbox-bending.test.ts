import { expect, test } from 'vitest'
import { SandboxBending } from '#sandbox/sandbox-bending.ts'

test('nothing is bent in a new sandbox, and its row keeps nothing', () => {
  const bending = new SandboxBending()

  expect(bending.isOn).toBe(false)
  expect([...bending.without]).toEqual([])
  expect(bending.json).toBeNull()
})

test('what is kept is there again after a restart, each tag once', () => {
  const bending = new SandboxBending()

  bending.keep({ without: ['plug.fetchFlash', 'plug.fetchFlash'], since: 7 })

  expect(bending.json).toBe('{"without":["plug.fetchFlash"],"since":7}')
  const again = new SandboxBending(bending.json)
  expect(again.isOn).toBe(true)
  expect(again.now).toEqual({ without: ['plug.fetchFlash'], since: 7 })
})

test('straightened, it keeps nothing', () => {
  const bending = new SandboxBending('{"without":["plug.fetchFlash"],"since":7}')

  bending.straighten()

  expect(bending.isOn).toBe(false)
  expect(bending.json).toBeNull()
})

test('what another version wrote bends nothing', () => {
  expect(new SandboxBending('{"mutant":3}').isOn).toBe(false)
})
