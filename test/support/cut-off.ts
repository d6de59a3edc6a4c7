/** A database that can be out of reach for a while, as one on another machine can. */
import type { Dialect } from 'kysely'
import { DatabaseAwayError } from '#repo/database-error.ts'
import type { Engine } from '#repo/engine.ts'
import { Repo } from '#repo/repo.ts'

export interface CutOff<Tables> {
  readonly repo: Repo<Tables>
  /** From now on nothing reaches it, or everything does. */
  readonly cut: (isAway: boolean) => void
  /** How often somebody tried to. */
  readonly tries: () => number
}

/** The same database over a way that can be cut. */
export function cutOff<Tables>({ engine, clock }: Repo<Tables>): CutOff<Tables> {
  let isAway = false
  let tries = 0
  const { dialect: own } = engine
  const dialect: Dialect = {
    createAdapter: () => own.createAdapter(),
    createIntrospector: (db) => own.createIntrospector(db),
    createQueryCompiler: () => own.createQueryCompiler(),
    createDriver: () => {
      const driver = own.createDriver()
      const acquire = driver.acquireConnection.bind(driver)
      driver.acquireConnection = async (options) => {
        tries += 1
        if (isAway) throw new DatabaseAwayError('Away.', { code: '08006' })
        return acquire(options)
      }
      return driver
    },
  }
  const cuttable: Engine = { ...engine, dialect }
  return {
    repo: Repo.over<Tables>(cuttable, { clock }),
    cut: (next) => (isAway = next),
    tries: () => tries,
  }
}
