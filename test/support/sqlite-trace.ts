/**
 * What SQLite itself has run, as its own `trace` event tells it: with the values
 * in the text, in the order in which statements began. It is told on the
 * connection, so it is asked for before one is opened.
 */
import sqlite3 from 'sqlite3'
import { onTestFinished } from 'vitest'

/**
 * From now on, until the end of the test: every statement of every database that
 * is opened. It is told a moment later, from another thread.
 */
export function traceSqlite(): readonly string[] {
  const ran: string[] = []
  const { Database } = sqlite3
  class Traced extends Database {
    constructor(...given: ConstructorParameters<typeof Database>) {
      super(...given)
      this.on('trace', (sql: string) => ran.push(sql))
    }
  }
  sqlite3.Database = Traced as typeof Database
  onTestFinished(() => {
    sqlite3.Database = Database
  })
  return ran
}
