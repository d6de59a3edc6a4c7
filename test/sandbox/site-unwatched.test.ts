import { expect } from 'vitest'
import { advanceClock } from '#sandbox/advance-clock.ts'
import { deleteSandbox } from '#sandbox/delete-sandbox.ts'
import { setRegistrationWithPassword } from '#sandbox/set-registration-with-password.ts'
import { startOver } from '#sandbox/start-over.ts'
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
      await advanceClock(sandbox, sandboxes.writerOf(visitor, sandbox), 60_000)
      await setRegistrationWithPassword(sandbox, sandboxes.writerOf(visitor, sandbox), true)
      await sandboxes.keptUntil(sandbox)
    })
    await (await sandboxes.find(visitor))?.release()
    await startOver(sandboxes, visitor, async () => {})
    await deleteSandbox(sandboxes, visitor)
    await sandboxes.lostBy(visitor)
  })

  expect(asked).toEqual(['sql.insert.users'])
})
