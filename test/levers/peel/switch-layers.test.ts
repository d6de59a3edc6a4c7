import { describe, expect } from 'vitest'
import { sql } from 'kysely'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import { layersOf } from '#levers/peel/layers.ts'
import {
  carryOver,
  putAllBack,
  switchLayers,
  type Switchboard,
} from '#levers/peel/switch-layers.ts'
import { getTable, listTables } from '#sandbox/tables.ts'
import { listTableNames } from '#repo/inspect-tables.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { watched } from '#trace/watch.ts'
import { addresses, isThere, newVisitor, test, using } from '../../support/sandboxes.ts'
import type { TestHouse } from '../../support/sandboxes.ts'

const INDEX = 'constraint.users_email_index'
const CHECK = 'constraint.users_email_check'
const ASKS = 'changeset.email.unsafe_unique'

/** A sandbox of a new visitor, with what it is switched with. */
async function withBoard(house: TestHouse, fn: (board: Switchboard) => Promise<void>) {
  const sandboxes = await house.open()
  const visitor = await newVisitor(sandboxes)
  await using(sandboxes.findOrCreate(visitor), (sandbox) => fn({ sandboxes, sandbox, visitor }))
  return { sandboxes, visitor }
}

const off = (board: Switchboard, ...tags: readonly string[]) =>
  switchLayers(board, { off: tags, on: [] })
const on = (board: Switchboard, ...tags: readonly string[]) =>
  switchLayers(board, { off: [], on: tags })

/** Registers as a request of this sandbox does. */
const register = ({ sandbox }: Switchboard, email: string) =>
  watched({ without: sandbox.bending.without }, () =>
    Accounts.registerUser(scopeForVisitor(sandbox), { email }),
  )

const shapes = async ({ sandbox }: Switchboard) =>
  (await listTables(sandbox)).map(({ rows: _rows, rowCount: _count, ...shape }) => shape)

describe('switchLayers', () => {
  test('leaves a rule out, and touches no table for it', async ({ house }) => {
    await withBoard(house, async (board) => {
      const before = await shapes(board)

      await off(board, 'changeset.email.format')

      expect([...board.sandbox.bending.without]).toEqual(['changeset.email.format'])
      expect(await shapes(board)).toEqual(before)
      // The same input goes on to the next layer, for which nobody has words.
      await expect(register(board, 'no at sign')).rejects.toThrow('users_email_check')
    })
  })

  test('lets the same address in twice once nobody asks and no index compares', async ({
    house,
  }) => {
    await withBoard(house, async (board) => {
      await register(board, 'ana@example.test')

      await off(board, ASKS)
      expect((await register(board, 'ana@example.test')).ok).toBe(false)
      await off(board, INDEX)
      expect((await register(board, 'ana@example.test')).ok).toBe(true)

      expect(await addresses(board.sandbox)).toEqual(['ana@example.test', 'ana@example.test'])
    })
  })

  test('tells its own trace the SQL that changed the tables', async ({ house }) => {
    await withBoard(house, async (board) => {
      const recorder = new Recorder({ id: 'a', title: 'POST /labs/peel', persona: 'you' })

      await collect(recorder, () => off(board, INDEX, CHECK))

      const { steps } = recorder.snapshot()
      expect(steps[0]).toMatchObject({ tag: 'context.Layers.switch', layer: 'context' })
      const said = steps.flatMap(({ data }) => (typeof data['sql'] === 'string' ? data['sql'] : []))
      expect(said.join('\n')).toMatch(/drop index "users_email_index"/)
      expect(said.join('\n')).toMatch(/update sqlite_schema set sql = \?/)
    })
  })

  test('keeps what is off for the next start of the server, with the snapshot', async ({
    house,
  }) => {
    const { visitor } = await withBoard(house, async (board) => {
      await register(board, 'ana@example.test')
      await off(board, ASKS, INDEX)
      await register(board, 'ana@example.test')
    })

    const sandboxes = await house.open()
    await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
      const board = { sandboxes, sandbox, visitor }
      expect([...sandbox.bending.without]).toEqual([ASKS, INDEX])

      expect(await putAllBack(board)).toBe(true)

      expect(await addresses(sandbox)).toEqual(['ana@example.test'])
      expect(sandbox.bending.isOn).toBe(false)
    })
  })

  test('brings a constraint back that no row breaks, and forgets the snapshot with the last', async ({
    house,
  }) => {
    await withBoard(house, async (board) => {
      const before = await shapes(board)
      await off(board, INDEX, CHECK)
      await register(board, 'ana@example.test')

      expect(await on(board, INDEX)).toEqual([])
      expect([...board.sandbox.bending.without]).toEqual([CHECK])
      expect(await on(board, CHECK)).toEqual([])

      expect(await shapes(board)).toEqual(before)
      expect(board.sandbox.bending.json).toBeNull()
      expect(await isThere(`${house.folderOf(board.sandbox)}/snapshot.db`)).toBe(false)
      // What was done meanwhile is done.
      expect(await addresses(board.sandbox)).toEqual(['ana@example.test'])
    })
  })

  test('names the rows that stand in the way, and changes nothing', async ({ house }) => {
    await withBoard(house, async (board) => {
      await off(board, ASKS, INDEX)
      for (const email of ['ana@example.test', 'bo@example.test', 'ANA@example.test'])
        await register(board, email)

      const breaking = await on(board, INDEX)

      expect(breaking).toMatchObject([{ constraint: { name: 'users_email_index' }, rows: [3] }])
      expect([...board.sandbox.bending.without]).toEqual([ASKS, INDEX])
      expect((await register(board, 'ana@example.test')).ok).toBe(true)
    })
  })

  test('deletes them where that is asked, and no others', async ({ house }) => {
    await withBoard(house, async (board) => {
      await off(board, ASKS, INDEX)
      for (const email of ['ana@example.test', 'bo@example.test', 'ana@example.test'])
        await register(board, email)

      await switchLayers(board, { off: [], on: [INDEX], deletesRows: true })

      expect(await addresses(board.sandbox)).toEqual(['ana@example.test', 'bo@example.test'])
      expect((await getTable(board.sandbox, 'users'))?.indexes.map(({ name }) => name)).toContain(
        'users_email_index',
      )
    })
  })

  test.for([
    'plug.fetchSandbox',
    'limit.resets',
    'request.origin',
    'constraint.users_tokens_context_token_index',
    'constraint.visitors_token_hash_index',
    'changeset.password.hash',
    'changeset.repo.insert',
    'changeset.email.cast',
    'sql.select.users',
    '__proto__',
    '',
    'x'.repeat(90),
  ])('knows no layer %s, and changes nothing', async (tag, { house }) => {
    await withBoard(house, async (board) => {
      const before = await shapes(board)

      for (const wish of [
        { off: [tag], on: [] },
        { off: [INDEX, tag], on: [] },
        { off: [], on: [tag] },
      ])
        await expect(switchLayers(board, wish)).rejects.toMatchObject({
          status: 422,
          message: expect.stringContaining('is no layer that can be switched off') as unknown,
        })

      expect(await shapes(board)).toEqual(before)
      expect(board.sandbox.bending.json).toBeNull()
    })
  })

  test('takes every layer that there is, one after the other, and all of them at once', async ({
    house,
  }) => {
    await withBoard(house, async (board) => {
      const tags = (await layersOf(board.sandboxes.lobby, board.sandbox)).map(({ tag }) => tag)
      const before = await shapes(board)

      for (const tag of tags) {
        await off(board, tag)
        expect([...board.sandbox.bending.without]).toEqual([tag])
        expect(await on(board, tag)).toEqual([])
      }
      expect(await shapes(board)).toEqual(before)

      await off(board, ...tags)
      expect(board.sandbox.bending.without.size).toBe(tags.length)
      await putAllBack(board)
      expect(await shapes(board)).toEqual(before)
    })
  })
})

describe('putAllBack', () => {
  test('restores rows and tables, also after duplicates were let in', async ({ house }) => {
    await withBoard(house, async (board) => {
      await register(board, 'ana@example.test')
      const before = await shapes(board)
      await off(board, ASKS, INDEX, CHECK)
      await register(board, 'ana@example.test')
      await sql`delete from users where id = 1`.execute(board.sandbox.repo.db)

      expect(await putAllBack(board)).toBe(true)

      expect(await shapes(board)).toEqual(before)
      expect(await addresses(board.sandbox)).toEqual(['ana@example.test'])
      expect((await register(board, 'ana@example.test')).ok).toBe(false)
      expect((await register(board, 'bo@example.test')).ok).toBe(true)
    })
  })

  test('brings back a migration that was taken back since', async ({ house }) => {
    await withBoard(house, async (board) => {
      await off(board, INDEX)
      await board.sandbox.migrations.run('down')
      expect(await listTableNames(board.sandbox.repo)).not.toContain('scores')

      await putAllBack(board)

      expect(await listTableNames(board.sandbox.repo)).toContain('scores')
      expect(board.sandbox.migrations.pending).toBe(0)
    })
  })

  test('changes nothing where all is on', async ({ house }) => {
    await withBoard(house, async (board) => {
      await register(board, 'ana@example.test')

      expect(await putAllBack(board)).toBe(false)

      expect(await addresses(board.sandbox)).toEqual(['ana@example.test'])
    })
  })
})

describe('carryOver', () => {
  test('gives a new sandbox the switches of the one before, and a snapshot of its own', async ({
    house,
  }) => {
    const sandboxes = await house.open()
    const visitor = await newVisitor(sandboxes)
    await using(
      sandboxes.replace(visitor, async (made) => {
        await Accounts.registerUser(scopeForVisitor(made), { email: 'ana@example.test' })
        await carryOver(sandboxes, { without: [ASKS, INDEX], hunt: null }, made)
      }),
      async (sandbox) => {
        const board = { sandboxes, sandbox, visitor }
        expect((await register(board, 'ana@example.test')).ok).toBe(true)

        await putAllBack(board)

        expect(await addresses(sandbox)).toEqual(['ana@example.test'])
        expect((await register(board, 'ana@example.test')).ok).toBe(false)
      },
    )
  })
})
