import { expect, test } from 'vitest'
import { MORE, tabOf } from '#stage/frame/tabs-of.ts'
import { findRoute } from '#router.ts'

test.for([
  ['/users/register', 'page'],
  ['/as/bo/scores/1?lesson=a/b', 'page'],
  ['/', 'page'],
  ['/sandbox/mailbox', 'mailbox'],
  ['/sandbox/mailbox/7', 'mailbox'],
  ['/as/ana/sandbox/tables/users', 'tables'],
  ['/sandbox', 'more'],
  ['/sandbox?lesson=a/b', 'more'],
  ['/sandbox/clock#x', 'more'],
  ['/source/src/router.ts#L3', 'source'],
  ['/sandboxes', 'page'],
] as const)('%s is shown in the tab %s', ([address, tab]) => {
  expect(tabOf(address)).toBe(tab)
})

test('every room under More is there', () => {
  expect(MORE.filter(({ href }) => findRoute(href) === null)).toEqual([])
})
