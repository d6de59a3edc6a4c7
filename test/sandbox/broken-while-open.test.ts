import { mkdir, open, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, vi } from 'vitest'
import type { BrokenSandbox, Sandbox } from '#sandbox/sandbox.ts'
import {
  addresses,
  insertUser,
  isThere,
  newVisitor,
  test,
  using,
  type TestHouse,
} from '../support/sandboxes.ts'

const DAY = 24 * 60 * 60 * 1000

afterEach(() => void vi.useRealTimers())

/** All pages but the first, which says what the file is. */
async function overwritePages(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  const { size } = await handle.stat()
  await handle.write(Buffer.alloc(size - 4_096, 0xab), 0, size - 4_096, 4_096)
  await handle.close()
}

const DAMAGES: readonly (readonly [what: string, damage: (file: string) => Promise<unknown>])[] = [
  ['cut off in the middle', (file) => truncate(file, 10_000)],
  ['empty', (file) => truncate(file, 0)],
  ['overwritten', overwritePages],
  ['gone', (file) => rm(file)],
  ['gone with its folder', (file) => rm(join(file, '..'), { recursive: true })],
  [
    'another one of that name',
    (file) => rename(file, `${file}.old`).then(() => writeFile(file, 'x')),
  ],
  ['a folder', (file) => rm(file).then(() => mkdir(file))],
  ['a link', (file) => rename(file, `${file}.old`).then(() => symlink(`${file}.old`, file))],
]

/** A visitor whose sandbox is open, and of which nothing is in SQLite's memory. */
async function opened(house: TestHouse) {
  const broken: BrokenSandbox[] = []
  const sandboxes = await house.open({}, { onBroken: (one) => broken.push(one) })
  const visitor = await newVisitor(sandboxes)
  const lease = await sandboxes.findOrCreate(visitor)
  await insertUser(lease.sandbox, 'ana@example.com')
  return {
    sandboxes,
    visitor,
    ...lease,
    broken,
    file: join(house.folderOf(lease.sandbox), 'sandbox.db'),
  }
}

const number = ({ number }: Sandbox) => number

describe('a database that breaks while it is open:', () => {
  test.for(DAMAGES)('%s', async ([, damage], { house }) => {
    const { sandboxes, visitor, sandbox, release, broken, file } = await opened(house)
    await damage(file)

    expect(await sandboxes.endIfBroken(visitor, sandbox)).toEqual({ number: 1, reason: 'broken' })
    await release()

    expect(await sandboxes.lostBy(visitor)).toEqual({ number: 1, reason: 'broken' })
    expect(await isThere(house.folderOf(sandbox))).toBe(false)
    expect(broken).toHaveLength(1)
    expect(await using(sandboxes.findOrCreate(visitor), number)).toBe(2)
    expect(await using(sandboxes.findOrCreate(visitor), addresses)).toEqual([])
  })

  test('a whole one is left as it is', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release, broken } = await opened(house)

    expect(await sandboxes.endIfBroken(visitor, sandbox)).toBeNull()
    await release()

    expect(await using(sandboxes.findOrCreate(visitor), addresses)).toEqual(['ana@example.com'])
    expect(broken).toEqual([])
  })

  test('two who find out at once are told the same, and one line says so', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release, broken, file } = await opened(house)
    await truncate(file, 0)

    const told = await Promise.all([1, 2, 3].map(() => sandboxes.endIfBroken(visitor, sandbox)))
    await release()

    expect(new Set(told.map((lost) => lost?.number))).toEqual(new Set([1]))
    expect(broken).toHaveLength(1)
  })

  test('one that is gone is not written to for long', async ({ house }) => {
    const { sandboxes, visitor, release, file } = await opened(house)
    await release()
    await rm(file)
    await sleep(1_100)

    expect(await sandboxes.find(visitor)).toBeNull()
    expect(await using(sandboxes.findOrCreate(visitor), number)).toBe(2)
  })
})

describe('what broke', () => {
  test('is kept for a day under a name that the log has, and says nothing of its id', async ({
    house,
  }) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { sandboxes, visitor, sandbox, release, broken, file } = await opened(house)
    await truncate(file, 0)
    await sandboxes.endIfBroken(visitor, sandbox)
    await release()

    const [{ keptAs, sandbox: name }] = broken as [BrokenSandbox]
    expect(await readdir(house.folderOfBroken)).toEqual([keptAs])
    expect(keptAs).toContain(name)
    expect(keptAs).not.toContain(sandbox.id.slice(0, 12))
    expect(await readdir(join(house.folderOfBroken, keptAs!))).toContain('sandbox.db')

    vi.setSystemTime(Date.now() + DAY - 1_000)
    await sandboxes.sweep()
    expect(await readdir(house.folderOfBroken)).toHaveLength(1)
    vi.setSystemTime(Date.now() + 2_000)
    await sandboxes.sweep()
    expect(await readdir(house.folderOfBroken)).toEqual([])
  })

  test('is the newest twenty, however much breaks', async ({ house }) => {
    const broken: BrokenSandbox[] = []
    const sandboxes = await house.open({}, { onBroken: (one) => broken.push(one) })
    for (let n = 0; n < 23; n += 1) {
      const visitor = await newVisitor(sandboxes)
      const { sandbox, release } = await sandboxes.findOrCreate(visitor)
      await truncate(join(house.folderOf(sandbox), 'sandbox.db'), 0)
      await sandboxes.endIfBroken(visitor, sandbox)
      await release()
    }

    expect(await readdir(house.folderOfBroken)).toEqual(
      broken
        .slice(-20)
        .map(({ keptAs }) => keptAs)
        .toSorted(),
    )
  })

  test('with a mailbox of another shape is that file alone', async ({ house }) => {
    const { sandboxes, visitor, sandbox, release } = await opened(house)
    await release()
    await sandboxes.close()
    await writeFile(join(house.folderOf(sandbox), 'mailbox.json'), '[{"id":1},null]')

    const next = await house.open()
    const mails = await using(next.findOrCreate(visitor), (own) => own.mailbox.list())

    expect(mails).toEqual([])
    expect(await using(next.findOrCreate(visitor), addresses)).toEqual(['ana@example.com'])
    const [kept = ''] = await readdir(house.folderOfBroken)
    expect(kept).toMatch(/-mailbox\.json$/)
  })
})
