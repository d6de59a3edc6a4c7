import { expect, test } from 'vitest'
import { alike, Unlike, Verdicts } from './verdicts.ts'

const OF = { lesson: 'persons/who-comes-in', form: 'on a phone' }

test('counts each step once, and goes on after one that failed', async () => {
  const kept: string[] = []
  const verdicts = new Verdicts(OF, (step) => {
    kept.push(step)
    return Promise.resolve('var/walk/a.png')
  })

  const went = [
    await verdicts.on('run a.1', () => Promise.resolve()),
    await verdicts.on('run a.2', () => Promise.reject(new Unlike('303', '422'))),
    await verdicts.on('run a.3', () => Promise.resolve()),
  ]

  expect(went).toEqual([true, false, true])
  expect(verdicts.passed).toBe(2)
  expect(kept).toEqual(['run a.2'])
  expect(verdicts.failures).toEqual([
    { ...OF, step: 'run a.2', hoped: '303', seen: '422', picture: 'var/walk/a.png' },
  ])
})

test('says of what could not be done what was waited for', async () => {
  const verdicts = new Verdicts(OF, () => Promise.resolve(null))

  await verdicts.on('task a.b', () =>
    Promise.reject(
      new Error('Timeout.\nCall log:\n  - waiting for the button\n  - more\n - and on'),
    ),
  )

  expect(verdicts.failures[0]).toMatchObject({
    hoped: 'that it can be done',
    seen: 'Timeout. - waiting for the button - more',
  })
})

test('alike compares as data, and says what differs', () => {
  expect(() => alike({ status: 303, ends: [] }, { ends: [], status: 303 })).not.toThrow()
  expect(() => alike([], ['broken'])).toThrow(new Unlike('[]', '["broken"]'))
  expect(() => alike({ step: 'a.1', status: 303 }, { step: 'a.1', status: 422 })).toThrow(
    new Unlike('{"status":303}', '{"status":422}'),
  )
})
