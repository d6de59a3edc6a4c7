import { expect } from 'vitest'
import { users } from '#app/accounts/user.ts'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { caughtBy } from '#trace/guard.ts'
import { pictureOf } from '#trace/picture.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { WriteRefusedError } from '#repo/database-error.ts'
import { test } from '../support/fixtures.ts'

test('a column that takes no null is a constraint that refused, with the name that its switch has', async ({
  repo,
}) => {
  const recorder = new Recorder({ id: 'a', title: 'POST /users/register', persona: 'you' })

  await expect(collect(recorder, () => repo.insert(change(build(users))))).rejects.toThrow(
    WriteRefusedError,
  )
  recorder.answered(500)

  const trace = recorder.snapshot()
  const step = trace.steps.find(({ layer }) => layer === 'constraint')
  expect(step).toMatchObject({
    tag: 'constraint.users_email_not_null',
    outcome: 'error',
    data: { columns: ['email'], field: null },
  })
  expect(caughtBy(trace)).toBe('not null')
  expect(pictureOf(trace).end).toMatchObject({ floor: 'constraint', broke: true })
})
