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

  const again = new SandboxBending(bending.json)
  expect(again.isOn).toBe(true)
  expect(again.now).toEqual({
    without: ['plug.fetchFlash'],
    since: 7,
    hunt: null,
    found: [],
    lesson: null,
  })
})

test('a fault is kept beside what is off, and what was found after it is gone', () => {
  const hunt = { number: 7, among: 'all', fault: 'a-fault', tries: 1, isFound: true }
  const bending = new SandboxBending('{"without":["plug.fetchFlash"],"since":7}')

  bending.keep({ hunt, found: ['a-fault'], lesson: 'a/b' })
  const again = new SandboxBending(bending.json)
  expect(again.now).toEqual({
    without: ['plug.fetchFlash'],
    since: 7,
    hunt,
    found: ['a-fault'],
    lesson: 'a/b',
  })
  again.keep({ without: [], since: null })
  expect(again.isOn).toBe(true)
  again.keep({ hunt: null })

  expect(again.isOn).toBe(false)
  expect(new SandboxBending(again.json).now.found).toEqual(['a-fault'])
})

test('with nothing off any more, it keeps nothing', () => {
  const bending = new SandboxBending('{"without":["plug.fetchFlash"],"since":7}')

  bending.keep({ without: [], since: null })

  expect(bending.isOn).toBe(false)
  expect(bending.json).toBeNull()
})

test('what another version wrote bends nothing', () => {
  expect(new SandboxBending('{"mutant":3}').isOn).toBe(false)
})
