import type { DatabaseConnection, Dialect } from 'kysely'
import { Repo } from '#repo/repo.ts'

/** The same database, where something is done to each connection before it is used. What that throws, its user hears. */
export function eachConnection<Tables>(
  { engine, clock }: Repo<Tables>,
  look: { before?: () => void; first?: (connection: DatabaseConnection) => void },
): Repo<Tables> {
  const { dialect: own } = engine
  const known = new WeakSet<DatabaseConnection>()
  const dialect: Dialect = {
    createAdapter: () => own.createAdapter(),
    createIntrospector: (db) => own.createIntrospector(db),
    createQueryCompiler: () => own.createQueryCompiler(),
    createDriver: () => {
      const driver = own.createDriver()
      const acquire = driver.acquireConnection.bind(driver)
      driver.acquireConnection = async (options) => {
        look.before?.()
        const connection = await acquire(options)
        if (!known.has(connection)) look.first?.(connection)
        known.add(connection)
        return connection
      }
      return driver
    },
  }
  return Repo.over<Tables>({ ...engine, dialect }, { clock })
}
