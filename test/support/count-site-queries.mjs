/**
 * Loaded into a process before anything else of it: writes down every statement
 * that is run on the site's own database, as `select sandboxes`, into the file
 * that SITE_QUERIES names. It observes, and lets each go on.
 */
import { appendFileSync } from 'node:fs'
import sqlite3 from 'sqlite3'

const file = process.env.SITE_QUERIES

// No sandbox has a table of one of these names.
const TABLE =
  /"(?<table>visitors|sandboxes|lessons_opened|checks_met|predictions|later_answers|ways_shown|recalls_marked)"/

for (const name of ['all', 'run', 'get', 'each']) {
  const original = sqlite3.Statement.prototype[name]
  sqlite3.Statement.prototype[name] = function (...given) {
    const { table } = TABLE.exec(this.sql)?.groups ?? {}
    if (table) appendFileSync(file, `${/\w+/.exec(this.sql)[0]} ${table}\n`)
    return original.apply(this, given)
  }
}
appendFileSync(file, 'watching\n')
