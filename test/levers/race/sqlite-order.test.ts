import { describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import type { Letter } from '#app/accounts/surroundings.ts'
import { Gates, runLanes } from '#levers/race/gates.ts'
import { kindOf } from '#levers/race/kinds.ts'
import { ordersOf, printOrder, readOrder, type Lane } from '#levers/race/orders.ts'
import { systemClock } from '#lib/clock.ts'
import { migrateToLatest } from '#repo/migrator.ts'
import { openSqlite } from '#repo/sqlite/sqlite.ts'
import { SandboxChance } from '#sandbox/sandbox-chance.ts'
import { watched } from '#trace/watch.ts'
import { until } from '../../support/until.ts'
import { traceSqlite } from '../../support/sqlite-trace.ts'

const LAST = 'select 1 as the_last'
const ORDERS = ordersOf(2).map(printOrder)
const TAGS = kindOf('registrations')!.gates.map(({ tag }) => tag)

/** Runs two registrations behind gates. Answers whose query SQLite ran, and which: `A asks`. */
async function raced(
  written: string,
  emails: Readonly<Record<Lane, string>>,
): Promise<readonly string[]> {
  const ran = traceSqlite()
  const repo = await openSqlite({ memory: true })
  await migrateToLatest(repo)
  const around = {
    ...{ repo, clock: systemClock, chance: new SandboxChance() },
    mailer: { deliver: (letter: Letter) => Promise.resolve(letter) },
    pubsub: { subscribe: () => undefined, broadcast: () => undefined },
  }
  const scope = scopeForVisitor(around)
  const gates = new Gates(readOrder(written, 2)!, TAGS)
  await runLanes(gates, (lane, gate) =>
    watched({ gate }, () => Accounts.registerUser(scope, { email: emails[lane] })),
  )
  await sql`select 1 as the_last`.execute(repo.db)
  await until(() => ran.includes(LAST))
  await repo.close()
  expect([gates.isOpen, gates.waiting]).toEqual([false, 0])
  return ran.flatMap((text) => {
    const does = /^insert into "users"/.test(text)
      ? 'writes'
      : /^select .* from "users"/.test(text)
        ? 'asks'
        : null
    const lane = (['A', 'B'] as const).find((own) => text.includes(`'${emails[own]}'`))
    return does && lane ? [`${lane} ${does}`] : []
  })
}

/** `A asks`, `B asks`, … */
function said(written: string): readonly string[] {
  const seen = { A: 0, B: 0 }
  return [...written].map((lane) => `${lane} ${['asks', 'writes'][seen[lane as Lane]++]}`)
}

describe('SQLite itself runs the queries of two registrations', () => {
  test.each(ORDERS)('in the order %s, all four of them', async (written) => {
    // Two addresses, so that nobody is refused before the last query.
    const ran = await raced(written, { A: 'ana@example.test', B: 'bo@example.test' })
    expect(ran).toEqual(said(written))
  })

  test.each(ORDERS)('in the order %s of one address, as far as they come', async (written) => {
    // One address in two spellings: by them the text of a query tells whose it is.
    const ran = await raced(written, { A: 'ana@example.test', B: 'ANA@example.test' })
    const isApart = written !== 'AABB' && written !== 'BBAA'
    // Who asks after the write is refused by the changeset, and writes nothing.
    expect(ran).toEqual(said(written).slice(0, isApart ? 4 : 3))
  })
})
