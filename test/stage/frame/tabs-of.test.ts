import { expect, test } from 'vitest'
import { DEMO_TABS } from '#course/schema/demo.ts'
import { ROOMS, tabOf } from '#stage/frame/tabs-of.ts'

test('every tab that an act may name is a room of the server', () => {
  expect(ROOMS.map(({ tab }) => tab)).toEqual([...DEMO_TABS])
})

test.for([
  ['/sandbox/clock', ['clock'], 'clock'],
  ['/sandbox/clock?lesson=persons/who-comes-in', ['clock'], 'clock'],
  ['/sandbox/clock', ['people'], 'more'],
  ['/sandbox/clock', [], 'more'],
  ['/sandbox/tables/users', ['clock'], 'tables'],
  ['/users/register', ['clock'], 'page'],
] as const)('%s of an act with the tabs %j is shown in %s', ([address, own, tab]) => {
  expect(tabOf(address, own)).toBe(tab)
})
