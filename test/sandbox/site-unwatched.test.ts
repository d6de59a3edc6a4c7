import { expect } from 'vitest'
import { watched, type Gate } from '#trace/watch.ts'
import { insertUser, newVisitor, test, using } from '../support/sandboxes.ts'

test('finding, making and moving a sandbox asks no gate: no lab can hold the site up', async ({
  house,
}) => {
  const asked: string[] = []
  const gate: Gate = ({ tag }) => {
    asked.push(tag)
    return Promise.resolve()
  }
  const sandboxes = await house.open()

  await watched({ gate }, async () => {
    const visitor = await newVisitor(sandboxes)
    await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
      await insertUser(sandbox, 'ana@b')
      await sandboxes.advanceClock(visitor, sandbox, 60_000)
      await sandboxes.setRegistrationWithPassword(visitor, sandbox, true)
      await sandboxes.keptUntil(sandbox)
    })
    await (await sandboxes.find(visitor))?.release()
    await sandboxes.startOver(visitor, async () => {})
    await sandboxes.delete(visitor)
    await sandboxes.lostBy(visitor)
  })

  expect(asked).toEqual(['sql.insert.users'])
})
