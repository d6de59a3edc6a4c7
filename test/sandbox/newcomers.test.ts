import { describe, expect } from 'vitest'
import { addresses, insertUser, test } from '../support/sandboxes.ts'

describe('createVisitor', () => {
  test('refuses more than an address may make, and takes other addresses', async ({ house }) => {
    const sandboxes = await house.open({ newSandboxesPerAddressAndHour: 2 })
    await sandboxes.createVisitor('203.0.113.7')
    await sandboxes.createVisitor('203.0.113.7')

    await expect(sandboxes.createVisitor('203.0.113.7')).rejects.toMatchObject({
      status: 429,
      message: 'Many new sandboxes came from your address. Try again in 30 minutes.',
      headers: { 'retry-after': '1800' },
    })
    expect((await sandboxes.createVisitor('198.51.100.1')).visitor.id).toBe(3)
  })

  test('counts nobody while limits are off', async ({ house }) => {
    const sandboxes = await house.open({ newSandboxesPerAddressAndHour: 1, on: false })

    const five = [1, 2, 3, 4, 5].map(() => sandboxes.createVisitor('203.0.113.7'))

    await expect(Promise.all(five)).resolves.toHaveLength(5)
  })
})

describe('the lobby', () => {
  test('is empty, and cannot be written', async ({ house }) => {
    const { lobby } = await house.open()

    expect(await addresses(lobby)).toEqual([])
    expect(await lobby.mailbox.list()).toEqual([])
    const writing = insertUser(lobby, 'ana@example.com')
    await expect(writing).rejects.toMatchObject({ code: 'SQLITE_READONLY' })
  })
})
