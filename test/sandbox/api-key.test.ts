import { describe, expect } from 'vitest'
import { deleteSandbox } from '#sandbox/delete-sandbox.ts'
import { newVisitor, test, type TestHouse } from '../support/sandboxes.ts'

async function inhabited(house: TestHouse) {
  const sandboxes = await house.open()
  const visitor = await newVisitor(sandboxes)
  return { sandboxes, visitor, ...(await sandboxes.findOrCreate(visitor)) }
}

describe('findByApiKey', () => {
  test('finds the sandbox and its visitor', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await inhabited(house)

    const found = await sandboxes.findByApiKey(sandbox.apiKey)

    expect(found).toMatchObject({ visitor, lease: { sandbox: { id: sandbox.id } } })
    await found?.lease.release()
    await release()
  })

  test('finds none that has ended', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await inhabited(house)
    await deleteSandbox(sandboxes, visitor)

    expect(await sandboxes.findByApiKey(sandbox.apiKey)).toBeNull()
    await release()
  })

  test.for([
    '',
    'x',
    '0'.repeat(32),
    '0'.repeat(31),
    "' or 1=1 --",
    '../../site.db',
    '\0',
    '\ud800',
    '%',
    'A'.repeat(32),
  ])('finds none by %j', async (key, { house }) => {
    const { sandboxes, release } = await inhabited(house)

    expect(await sandboxes.findByApiKey(key)).toBeNull()
    await release()
  })

  test('takes the name of the folder for no key', async ({ house }) => {
    const { sandboxes, sandbox, release } = await inhabited(house)

    expect(sandbox.id).not.toBe(sandbox.apiKey)
    expect(await sandboxes.findByApiKey(sandbox.id)).toBeNull()
    await release()
  })
})
