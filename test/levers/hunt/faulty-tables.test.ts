import { describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import { beginHunt, putRight, type House } from '#levers/hunt/hunt.ts'
import { bendTables, carryOver, putAllBack, switchLayers } from '#levers/peel/switch-layers.ts'
import { getTable, listTables } from '#sandbox/tables.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { watched } from '#trace/watch.ts'
import { addresses, newVisitor, test, using } from '../../support/sandboxes.ts'
import type { TestHouse } from '../../support/sandboxes.ts'

const FAULT = 'index-not-unique'
const INDEX = 'constraint.users_email_index'
const CHECK = 'constraint.users_email_check'
const ASKS = 'changeset.email.unsafe_unique'
const ANA = 'ana@example.test'

async function inHouse(house: TestHouse, fn: (own: House) => Promise<void>): Promise<void> {
  const sandboxes = await house.open()
  const visitor = await newVisitor(sandboxes)
  await using(sandboxes.findOrCreate(visitor), (sandbox) => fn({ sandboxes, sandbox, visitor }))
}

const begin = (own: House, fault = FAULT) => beginHunt(own, 1, fault)
const shapes = async ({ sandbox }: Pick<House, 'sandbox'>) =>
  (await listTables(sandbox)).map(({ rows: _rows, rowCount: _count, ...shape }) => shape)
const indexOf = async ({ sandbox }: Pick<House, 'sandbox'>) =>
  (await getTable(sandbox, 'users'))?.indexes.find(({ name }) => name === 'users_email_index')

/** Nobody asks whether the address is taken: what the table says is all that there is. */
const register = ({ sandbox }: Pick<House, 'sandbox'>, email = ANA) =>
  watched({ without: new Set([ASKS]) }, () =>
    Accounts.registerUser(scopeForVisitor(sandbox), { email }),
  )
const twice = async (own: Pick<House, 'sandbox'>) => [
  (await register(own)).ok,
  (await register(own)).ok,
]

describe('a fault in a migration', () => {
  test('gives the house the tables that the patched file makes, and no others', async ({
    house,
  }) => {
    await inHouse(house, async (own) => {
      const before = await shapes(own)
      expect((await indexOf(own))?.unique).toBe(true)

      await begin(own)

      expect(await indexOf(own)).toMatchObject({ unique: false, columns: ['email'] })
      const others = ({ name }: { readonly name: string }) => name !== 'users'
      expect((await shapes(own)).filter(others)).toEqual(before.filter(others))
      expect(await twice(own)).toEqual([true, true])
    })
  })

  test('goes with the hunt: rows and tables are those of before', async ({ house }) => {
    await inHouse(house, async (own) => {
      await register(own, 'bo@example.test')
      const before = await shapes(own)
      await begin(own)
      await twice(own)

      await putRight(own)

      expect(await shapes(own)).toEqual(before)
      expect(await addresses(own.sandbox)).toEqual(['bo@example.test'])
      expect(own.sandbox.bending.now).toMatchObject({ hunt: null, since: null })
      expect(await twice(own)).toEqual([true, false])
    })
  })

  test('goes when another fault is drawn, and stays while somebody points in vain', async ({
    house,
  }) => {
    await inHouse(house, async (own) => {
      await begin(own)
      await twice(own)
      await begin(own)
      expect(await addresses(own.sandbox)).toEqual([ANA, ANA])

      await begin(own, 'change-saves')

      expect((await indexOf(own))?.unique).toBe(true)
      expect(await addresses(own.sandbox)).toEqual([])
    })
  })

  test('is in no trace: neither its SQL nor its name', async ({ house }) => {
    await inHouse(house, async (own) => {
      const recorder = new Recorder({ id: 'a', title: 'POST /labs/hunt', persona: 'you' })

      await collect(recorder, async () => {
        await begin(own)
        await switchLayers(own, { off: [CHECK], on: [] })
        await putAllBack(own)
        await bendTables(own.sandboxes, own.sandbox.bending.now, own.sandbox)
        await putRight(own)
      })

      const told = JSON.stringify(recorder.snapshot().steps)
      expect(told).toContain('context.Layers.switch')
      expect(told).not.toContain('users_email_index')
      expect(told).not.toContain(FAULT)
    })
  })

  test('stays beside layers that are switched off, on, and put back', async ({ house }) => {
    await inHouse(house, async (own) => {
      await begin(own)
      await switchLayers(own, { off: [CHECK, INDEX], on: [] })
      await twice(own)
      // It is not there to come back, so no row stands in its way.
      expect(await switchLayers(own, { off: [], on: [INDEX] })).toEqual([])
      expect((await indexOf(own))?.unique).toBe(false)

      await putAllBack(own)

      expect((await indexOf(own))?.unique).toBe(false)
      expect(await addresses(own.sandbox)).toEqual([])
      expect((await getTable(own.sandbox, 'users'))?.checks).toHaveLength(1)
      await putRight(own)
      expect((await indexOf(own))?.unique).toBe(true)
    })
  })

  test('leaves what was switched off before it as it was', async ({ house }) => {
    await inHouse(house, async (own) => {
      await switchLayers(own, { off: [CHECK], on: [] })
      await begin(own)
      await twice(own)

      await putRight(own)

      expect((await indexOf(own))?.unique).toBe(true)
      expect((await getTable(own.sandbox, 'users'))?.checks).toEqual([])
      await switchLayers(own, { off: [], on: [CHECK] })
      expect((await getTable(own.sandbox, 'users'))?.checks).toHaveLength(1)
      expect(own.sandbox.bending.now.since).toBeNull()
    })
  })

  test('comes along into the start of an act, and again after migrations', async ({ house }) => {
    await inHouse(house, async (own) => {
      await begin(own)
      const bent = own.sandbox.bending.now
      const { sandboxes, visitor } = own
      await using(
        sandboxes.replace(visitor, (made) => carryOver(sandboxes, bent, made)),
        async (sandbox) => {
          const next = { sandboxes, visitor, sandbox }
          expect((await indexOf(next))?.unique).toBe(false)
          for (const direction of ['down', 'down', 'down', 'latest'] as const)
            await sandbox.migrations.run(direction)
          expect((await indexOf(next))?.unique).toBe(true)
          await bendTables(sandboxes, sandbox.bending.now, sandbox)
          expect(await twice(next)).toEqual([true, true])

          await putRight(next)

          expect(await twice(next)).toEqual([true, false])
        },
      )
    })
  })
})
