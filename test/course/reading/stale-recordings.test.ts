import { expect, test } from 'vitest'
import { staleness } from '#course/reading/stale-recordings.ts'
import { demo } from '#course/schema/demo.ts'

const written = (does: string) =>
  demo.parse({
    ...{ id: 'from-afar', title: 'From afar', page: '/users/register', people: ['ana'] },
    start: { seed: 'nobody', as: 'ana' },
    steps: [{ label: 'elsewhere', does, path: '/users/log-out', method: 'DELETE' }],
  })
const recorded = (title: string) => [
  { ...{ title, persona: 'ana', status: 403 }, steps: [{ layer: 'request', data: {} }] },
]
const difference = (does: string, title: string) =>
  staleness(written(does), recorded(title) as unknown as Parameters<typeof staleness>[1])?.what

test('a form from elsewhere is turned away before anybody has read its _method', () => {
  expect(difference('from-elsewhere', 'POST /users/log-out')).toBeUndefined()
  expect(difference('from-elsewhere', 'POST /users/log-in')).toBe(
    'it is POST /users/log-out, and its recording POST /users/log-in.',
  )
})

test('any other is recorded by its _method', () => {
  expect(difference('send', 'DELETE /users/log-out')).toBeUndefined()
  expect(difference('send', 'POST /users/log-out')).toBe(
    'it is DELETE /users/log-out, and its recording POST /users/log-out.',
  )
})
