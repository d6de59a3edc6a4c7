import { describe, expect } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, scopeForVisitor } from '#app/accounts/scope.ts'
import { Scores } from '#app/scores/scores.ts'
import { users } from '#app/accounts/user.ts'
import { otherwiseOf } from '#levers/peel/layers.ts'
import { namesOff } from '#levers/peel/peel-view.ts'
import {
  carryOver,
  putAllBack,
  switchLayers,
  type Switchboard,
} from '#levers/peel/switch-layers.ts'
import { listTables } from '#sandbox/tables.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { newVisitor, test, using, type TestHouse } from '../../support/sandboxes.ts'

const RESTRICT = 'rule.scores_user_id_fkey.restrict'
const SET_NULL = 'rule.scores_user_id_fkey.set_null'
const NOT_NULL = 'constraint.scores_user_id_not_null'

/** A sandbox of a new visitor, in which Ana has a score. */
async function withScore(house: TestHouse, fn: (board: Switchboard) => Promise<void>) {
  const sandboxes = await house.open()
  const visitor = await newVisitor(sandboxes)
  await using(sandboxes.findOrCreate(visitor), async (sandbox) => {
    const registered = await Accounts.registerUser(scopeForVisitor(sandbox), {
      email: 'ana@example.test',
    })
    if (!registered.ok) throw new Error('Ana is registered.')
    await Scores.createScore(scopeForUser(sandbox, registered.value, 0), {
      ...{ points: 7, guesses: 4 },
    })
    await fn({ sandboxes, sandbox, visitor })
  })
}

const off = (board: Switchboard, ...tags: readonly string[]) =>
  switchLayers(board, { off: tags, on: [] })
const deleteAna = ({ sandbox: { repo } }: Switchboard) =>
  repo.deleteAll(users, { email: 'ana@example.test' })
const rowsOf = async ({ sandbox }: Switchboard, table: string) =>
  (await listTables(sandbox)).find(({ name }) => name === table)?.rowCount
const ruleOf = async ({ sandbox }: Pick<Switchboard, 'sandbox'>) =>
  (await listTables(sandbox))
    .find(({ name }) => name === 'scores')
    ?.foreignKeys.find(({ name }) => name === 'scores_user_id_fkey')?.onDelete

describe('the rule of a foreign key', () => {
  test('is its own: the rows that point to a deleted one go along', async ({ house }) => {
    await withScore(house, async (board) => {
      await deleteAna(board)
      expect([await rowsOf(board, 'users'), await rowsOf(board, 'scores')]).toEqual([0, 0])
    })
  })

  test('restrict refuses the delete, and says by which SQL it came', async ({ house }) => {
    await withScore(house, async (board) => {
      const recorder = new Recorder({ id: 'a', title: 'POST /labs/peel', persona: 'you' })
      await collect(recorder, () => off(board, RESTRICT))

      const { steps } = recorder.snapshot()
      expect(steps[0]?.detail).toBe('without scores_user_id_fkey: on delete cascade')
      expect(JSON.stringify(steps)).toContain('update sqlite_schema set sql')
      await expect(deleteAna(board)).rejects.toThrow(/scores_user_id_fkey|FOREIGN KEY/)
      expect(await rowsOf(board, 'scores')).toBe(1)
    })
  })

  test('set null meets not null, and without that leaves a row of nobody', async ({ house }) => {
    await withScore(house, async (board) => {
      await off(board, SET_NULL)
      await expect(deleteAna(board)).rejects.toThrow(/user_id|NOT NULL/)

      await off(board, NOT_NULL)
      await deleteAna(board)
      const { rows } = await board.sandbox.repo.db
        .selectFrom('scores')
        .select('user_id')
        .execute()
        .then((all) => ({ rows: all.map(({ user_id: owner }) => owner as number | null) }))
      expect(rows).toEqual([null])
    })
  })

  test('is one: another takes its place, and its own comes back', async ({ house }) => {
    await withScore(house, async (board) => {
      await off(board, SET_NULL)
      await off(board, RESTRICT)
      expect([...board.sandbox.bending.without]).toEqual([RESTRICT])
      expect(await ruleOf(board)).toBe('restrict')

      await switchLayers(board, { off: [], on: [RESTRICT] })
      expect([await ruleOf(board), board.sandbox.bending.isOn]).toEqual(['cascade', false])
    })
  })

  test('is put back with all rows, also by the snapshot', async ({ house }) => {
    await withScore(house, async (board) => {
      await off(board, SET_NULL, NOT_NULL)
      await deleteAna(board)

      await putAllBack(board)

      expect(await ruleOf(board)).toBe('cascade')
      expect([await rowsOf(board, 'users'), await rowsOf(board, 'scores')]).toEqual([1, 1])
    })
  })

  test('is carried over to a sandbox that takes the place of this one', async ({ house }) => {
    await withScore(house, async (board) => {
      const other = await newVisitor(board.sandboxes)
      await using(board.sandboxes.findOrCreate(other), async (made) => {
        await carryOver(board.sandboxes, { without: [RESTRICT], hunt: null }, made)
        expect(await ruleOf({ sandbox: made })).toBe('restrict')
      })
    })
  })

  test('is no rule that a key has already, and of no table where sessions are', async ({
    house,
  }) => {
    await withScore(house, async (board) => {
      for (const tag of [
        'rule.scores_user_id_fkey.cascade',
        'rule.users_tokens_user_id_fkey.restrict',
        'rule.scores_user_id_fkey.nonsense',
      ])
        await expect(off(board, tag)).rejects.toThrow('is no layer that can be switched off')
    })
  })
})

test('what is otherwise is named so that one knows what holds now', async ({ house }) => {
  const { lobby } = await house.open()
  const layers = await otherwiseOf(lobby)

  expect(namesOff([SET_NULL, 'order.guards-first'], layers)).toEqual([
    'the own rule of scores_user_id_fkey (now set null)',
    'the order of plugs (now guards first)',
  ])
})
