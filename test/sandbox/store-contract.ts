/**
 * What a store of sandboxes must do. Another one, which keeps them elsewhere,
 * is one line in a test file beside this one:
 *
 *     storeContract('MemoryStore', () => ({ store: new MemoryStore(), damage: … }))
 */
import { describe, expect, onTestFinished, test } from 'vitest'
import { users } from '#app/accounts/user.ts'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { systemClock } from '#lib/clock.ts'
import { DatabaseFullError } from '#repo/database-error.ts'
import type { Mail } from '#sandbox/mailbox.ts'
import { BrokenSandboxError, MOST_BYTES, type Store, type StoredSandbox } from '#sandbox/store.ts'
import { TestClock } from '../support/repo.ts'

export interface StoreUnderTest {
  readonly store: Store
  /** Makes what is kept under this id no sandbox any more. */
  readonly damage: (id: string) => Promise<void>
}

const ONE = 'a'.repeat(32)
const OTHER = 'b'.repeat(32)
const MAIL: Mail = { id: '1', to: 'ana@b', subject: 'Hi', text: 'hello', deliveredAt: 0 }

const register = ({ repo }: StoredSandbox, email: string) =>
  repo.insertOrThrow(change(build(users), { email }))
const emails = async ({ repo }: StoredSandbox) => (await repo.all(users)).map(({ email }) => email)

/** Opens it for as long as `fn` runs. */
async function within<Value>(
  opening: Promise<StoredSandbox>,
  fn: (stored: StoredSandbox) => Promise<Value>,
): Promise<Value> {
  const stored = await opening
  return fn(stored).finally(() => stored.repo.close())
}

export function storeContract(name: string, make: () => Promise<StoreUnderTest>): void {
  const made = async (...ids: readonly string[]) => {
    const under = await make()
    for (const id of ids) await under.store.create(id)
    onTestFinished(() => Promise.all(ids.map((id) => under.store.remove(id))).then(() => undefined))
    return under
  }

  describe(`${name}, create`, () => {
    test('makes a sandbox that is migrated, and holds nothing', async () => {
      const { store } = await made(ONE)

      await within(store.open(ONE, systemClock), async (stored) => {
        expect(await emails(stored)).toEqual([])
        expect(await stored.mails.read()).toEqual([])
      })
    })

    test('makes each apart from the others, and from what each starts as', async () => {
      const { store } = await made(ONE)
      await within(store.open(ONE, systemClock), (stored) => register(stored, 'ana@b'))

      await store.create(OTHER)

      expect(await within(store.open(OTHER, systemClock), emails)).toEqual([])
      expect(await within(store.openEmpty(systemClock), emails)).toEqual([])
      await store.remove(OTHER)
    })
  })

  describe(`${name}, a snapshot`, () => {
    test('puts rows back as they were when it was kept last', async () => {
      const { store } = await made(ONE)
      await within(store.open(ONE, systemClock), async (stored) => {
        await store.keepSnapshot(ONE, stored.repo)
        await register(stored, 'ana@b')
        await store.keepSnapshot(ONE, stored.repo)
        await register(stored, 'bo@b')

        await store.restoreSnapshot(ONE, stored.repo)

        expect(await emails(stored)).toEqual(['ana@b'])
      })
    })

    test('that is gone puts nothing back, and takes nothing away', async () => {
      const { store } = await made(ONE)
      await within(store.open(ONE, systemClock), async (stored) => {
        await register(stored, 'ana@b')
        await store.keepSnapshot(ONE, stored.repo)
        await store.dropSnapshot(ONE)

        await expect(store.restoreSnapshot(ONE, stored.repo)).rejects.toThrow()

        expect(await emails(stored)).toEqual(['ana@b'])
      })
    })
  })

  describe(`${name}, open`, () => {
    test('finds again what was written before it was closed', async () => {
      const { store } = await made(ONE)
      await within(store.open(ONE, systemClock), async (stored) => {
        await register(stored, 'ana@b')
        await stored.mails.write([MAIL])
      })

      await within(store.open(ONE, systemClock), async (stored) => {
        expect(await emails(stored)).toEqual(['ana@b'])
        expect(await stored.mails.read()).toEqual([MAIL])
      })
    })

    test('tells times by the clock that it is given', async () => {
      const { store } = await made(ONE)
      const clock = new TestClock()

      const ana = await within(store.open(ONE, clock), (stored) => register(stored, 'ana@b'))

      expect(ana.inserted_at).toBe(clock.now())
    })

    test('refuses what is not there, and what is no sandbox any more', async () => {
      const { store, damage } = await made(ONE)
      await damage(ONE)

      for (const id of [ONE, OTHER])
        await expect(store.open(id, systemClock)).rejects.toThrow(BrokenSandboxError)
    })

    test('gives a database that is full one day, and still reads', async () => {
      const { store } = await made(ONE)
      await within(store.open(ONE, systemClock), async (stored) => {
        const fill = async () => {
          for (let n = 0; n < 100; n += 1) await register(stored, `${'x'.repeat(90_000)}${n}@b`)
        }

        await expect(fill()).rejects.toThrow(DatabaseFullError)
        expect((await emails(stored)).length).toBeGreaterThan(5)
      })
      expect(await store.size(ONE)).toBeLessThanOrEqual(MOST_BYTES)
    })
  })

  describe(`${name}, createFrom`, () => {
    test('makes one with the rows and mails of another, and each goes its own way', async () => {
      const { store } = await made(ONE)
      onTestFinished(() => store.remove(OTHER))

      await within(store.open(ONE, systemClock), async (first) => {
        await register(first, 'ana@b')
        await first.mails.write([MAIL])
        await store.createFrom(OTHER, { id: ONE, repo: first.repo })
        await within(store.open(OTHER, systemClock), async (second) => {
          expect(await emails(second)).toEqual(['ana@b'])
          expect(await second.mails.read()).toEqual([MAIL])
          await register(second, 'bo@b')
          await second.mails.write([])
        })

        expect(await emails(first)).toEqual(['ana@b'])
        expect(await first.mails.read()).toEqual([MAIL])
      })
    })
  })

  describe(`${name}, createOf`, () => {
    test('makes one of what was copied of another', async () => {
      const { store } = await made(ONE)
      onTestFinished(() => store.remove(OTHER))
      const file = await within(store.open(ONE, systemClock), async (first) => {
        await register(first, 'ana@b')
        return store.copy(ONE, first.repo)
      })

      expect(await store.refusalOf(file)).toBeNull()
      await store.createOf(OTHER, file)

      await within(store.open(OTHER, systemClock), async (second) => {
        expect(await emails(second)).toEqual(['ana@b'])
        expect(await second.mails.read()).toEqual([])
      })
    })

    test('is not asked of what has something against it', async () => {
      const { store } = await made()

      expect(await store.refusalOf(new TextEncoder().encode('hello'))).toMatch(/\.$/)
    })
  })

  describe(`${name}, list, bytes and removeDrafts`, () => {
    const idsOf = async (store: Store) => {
      const ids: string[] = []
      for await (const id of store.list()) ids.push(id)
      return ids.toSorted()
    }

    test('tell of what is there, and of nothing else', async () => {
      const { store } = await made(ONE, OTHER)

      expect(await idsOf(store)).toEqual([ONE, OTHER])
      const empty = await store.bytes(ONE)
      expect(empty).toBeGreaterThan(4_096)
      await within(store.open(ONE, systemClock), ({ mails }) =>
        mails.write([{ ...MAIL, text: 'x'.repeat(5_000) }]),
      )
      expect((await store.bytes(ONE)) - empty).toBeGreaterThan(5_000)
      expect(await store.bytes(OTHER)).toBe(empty)

      await store.remove(ONE)
      expect(await idsOf(store)).toEqual([OTHER])
      expect(await store.bytes(ONE)).toBe(0)
    })

    test('take nothing away that is whole', async () => {
      const { store } = await made(ONE)
      await within(store.open(ONE, systemClock), async (stored) => {
        await stored.mails.write([MAIL])
        await store.keepSnapshot(ONE, stored.repo)
      })
      const before = await store.bytes(ONE)

      await store.removeDrafts(ONE, Infinity)

      expect(await store.bytes(ONE)).toBe(before)
    })
  })

  describe(`${name}, isInPlace and isWhole`, () => {
    test('are true of what is there', async () => {
      const { store } = await made(ONE)

      await within(store.open(ONE, systemClock), async ({ isInPlace, isWhole }) => {
        expect([await isInPlace(), await isWhole()]).toEqual([true, true])
      })
    })

    test('are false of what was taken away, or damaged', async () => {
      const { store, damage } = await made(ONE, OTHER)

      await within(store.open(ONE, systemClock), async ({ isInPlace, isWhole }) => {
        await store.remove(ONE)
        expect([await isInPlace(), await isWhole()]).toEqual([false, false])
      })
      await within(store.open(OTHER, systemClock), async ({ isWhole }) => {
        await damage(OTHER)
        expect(await isWhole()).toBe(false)
      })
    })
  })

  describe(`${name}, openEmpty`, () => {
    test('gives a sandbox that holds nothing, and takes nothing', async () => {
      const { store } = await made()

      await within(store.openEmpty(systemClock), async (stored) => {
        expect(await emails(stored)).toEqual([])
        expect(await stored.mails.read()).toEqual([])
        await expect(register(stored, 'ana@b')).rejects.toThrow()
        await expect(stored.mails.write([MAIL])).rejects.toThrow()
      })
    })
  })

  describe(`${name}, copy and size`, () => {
    test('tell of the whole database, and leave it as it was', async () => {
      const { store } = await made(ONE)

      await within(store.open(ONE, systemClock), async (stored) => {
        await register(stored, 'ana@b')
        const bytes = await store.copy(ONE, stored.repo)

        expect(new TextDecoder().decode(bytes.subarray(0, 15))).toBe('SQLite format 3')
        expect(new TextDecoder().decode(bytes)).toContain('ana@b')
        expect(await emails(stored)).toEqual(['ana@b'])
      })
      expect(await store.size(ONE)).toBeGreaterThan(4_096)
    })
  })

  describe(`${name}, remove`, () => {
    test('takes everything away, and leaves the others', async () => {
      const { store } = await made(ONE, OTHER)
      await within(store.open(ONE, systemClock), ({ mails }) => mails.write([MAIL]))

      await store.remove(ONE)

      await expect(store.open(ONE, systemClock)).rejects.toThrow(BrokenSandboxError)
      expect(await within(store.open(OTHER, systemClock), emails)).toEqual([])
      await store.create(ONE)
      expect(await within(store.open(ONE, systemClock), ({ mails }) => mails.read())).toEqual([])
    })

    test('of what is not there is nothing', async () => {
      const { store } = await made()

      await expect(store.remove(ONE)).resolves.toBeUndefined()
    })
  })
}
