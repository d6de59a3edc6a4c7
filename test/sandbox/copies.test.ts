import { readdir } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import { users } from '#app/accounts/user.ts'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { newVisitor, test, type TestHouse } from '../support/sandboxes.ts'

const register = ({ repo }: Sandbox, email: string) =>
  repo.insertOrThrow(change(build(users), { email }))
const emails = async ({ repo }: Sandbox) => (await repo.all(users)).map(({ email }) => email)
const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.db'))

async function withCopy(house: TestHouse) {
  const sandboxes = await house.open()
  const copy = await sandboxes.copies.begin()
  return { sandboxes, copy, end: () => sandboxes.copies.end(copy) }
}

describe('a throw-away copy', () => {
  test('is found by the token and the key that were drawn for it, as any sandbox is', async ({
    house,
  }) => {
    const { sandboxes, copy, end } = await withCopy(house)

    const visitor = await sandboxes.findVisitor(copy.token)
    expect(visitor).toEqual(copy.visitor)
    expect((await sandboxes.find(copy.visitor))?.sandbox).toBe(copy.sandbox)
    expect((await sandboxes.findOrCreate(copy.visitor)).sandbox).toBe(copy.sandbox)
    expect(await sandboxes.ifAwake(copy.visitor)).toBe(copy.sandbox)
    expect(await sandboxes.findByApiKey(copy.sandbox.apiKey)).toMatchObject({
      visitor: copy.visitor,
      lease: { sandbox: { id: copy.sandbox.id } },
    })

    await end()
    expect(await sandboxes.findVisitor(copy.token)).toBeNull()
    expect(await sandboxes.find(copy.visitor)).toBeNull()
    expect(await sandboxes.findByApiKey(copy.sandbox.apiKey)).toBeNull()
  })

  test('begins with what another one has, with its switches, clock and mails', async ({
    house,
  }) => {
    const { sandboxes, copy, end } = await withCopy(house)
    await register(copy.sandbox, 'ana@example.test')
    await copy.sandbox.mailbox.deliver({ to: 'ana@example.test', subject: 'Hi', text: 'hello' })
    copy.sandbox.bending.keep({ without: ['plug.fetchFlash'], since: null })
    copy.sandbox.clock.advance(60_000)
    copy.sandbox.chance.fix(7)
    copy.sandbox.settings.registrationWithPassword = true

    const other = await sandboxes.copies.copyOf(copy)
    const { sandbox } = other
    expect(await emails(sandbox)).toEqual(['ana@example.test'])
    expect(await sandbox.mailbox.list()).toEqual(await copy.sandbox.mailbox.list())
    expect(sandbox.bending.now.without).toEqual(['plug.fetchFlash'])
    expect(sandbox.clock.offset).toBe(60_000)
    expect(sandbox.chance.fixed).toBe(7)
    expect(sandbox.settings.registrationWithPassword).toBe(true)
    await register(sandbox, 'bo@example.test')
    expect(await emails(copy.sandbox)).toEqual(['ana@example.test'])
    await sandboxes.copies.end(other)
    await end()
  })

  test('is no sandbox of anybody, and leaves nothing behind', async ({ house }) => {
    const { sandboxes, copy, end } = await withCopy(house)
    const visitor = await newVisitor(sandboxes)
    const { release } = await sandboxes.findOrCreate(visitor)

    expect(await sandboxes.count()).toBe(1)
    expect(copy.visitor.id).not.toBe(visitor.id)
    expect(await filesIn(house.folderOfCopies)).toHaveLength(1)

    await end()
    expect(sandboxes.copies.size).toBe(0)
    expect(await filesIn(house.folderOfCopies)).toEqual([])
    await release()
  })
})
