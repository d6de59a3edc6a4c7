import { expect, test } from 'vitest'
import { fallenCounter, MOST_FALLEN } from '../../src/server/fallen.ts'
import { createLog } from '../../src/server/log.ts'

function counter() {
  const lines: string[] = []
  const count = fallenCounter(createLog('info', { write: (line) => void lines.push(line) }))
  return { lines, count }
}

test('the name of an element is a line of the log', () => {
  const { lines, count } = counter()
  count('element=glass-list', '::1')
  expect(JSON.parse(lines[0]!)).toMatchObject({ event: 'element fallen', element: 'glass-list' })
})

test.each([
  '',
  'element=',
  'element=script',
  'element=glass-list%0Aforged',
  'element=glass-X',
  'x',
])('nothing else is: %j', (form) => {
  const { lines, count } = counter()
  count(form, '::1')
  expect(lines).toEqual([])
})

test('one address is heard so often, and no other one less for it', () => {
  const { lines, count } = counter()
  for (let time = 0; time < MOST_FALLEN + 5; time++) count('element=glass-list', '::1')
  expect(lines).toHaveLength(MOST_FALLEN)
  count('element=glass-list', '::2')
  expect(lines).toHaveLength(MOST_FALLEN + 1)
})
