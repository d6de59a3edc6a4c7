import type { Repo } from '#repo/repo.ts'
import { eachConnection } from './each-connection.ts'

/** The same database, with each statement that it is asked. */
export function heard<Tables>(own: Repo<Tables>) {
  const statements: string[] = []
  const repo = eachConnection(own, {
    first: (connection) => {
      const execute = connection.executeQuery.bind(connection)
      connection.executeQuery = (query, ...rest) => {
        statements.push(query.sql)
        return execute(query, ...rest)
      }
    },
  })
  return { repo, statements }
}
