import { describe, expect } from 'vitest'
import type { StreamEvent } from '#trace/stream-event.ts'
import { setRegistrationWithPassword } from '#sandbox/set-registration-with-password.ts'
import { newVisitor, test, using } from '../support/sandboxes.ts'

describe('setRegistrationWithPassword', () => {
  test('switches it on and off, and remembers', async ({ house }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    const { sandbox, release } = await sandboxes.findOrCreate(visitor)
    const told: StreamEvent[] = []
    house.hub.subscribe(visitor.id, (event) => told.push(event))
    expect(sandbox.settings.registrationWithPassword).toBe(false)

    await setRegistrationWithPassword(sandbox, sandboxes.writerOf(visitor, sandbox), true)
    await release()
    await sandboxes.close()

    expect(told.at(-1)).toMatchObject({
      type: 'settings',
      data: { registration_with_password: true },
    })
    const again = await house.open()
    const lease = again.findOrCreate(visitor)
    expect(await using(lease, ({ settings }) => settings.registrationWithPassword)).toBe(true)
  })
})
