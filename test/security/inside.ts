/**
 * What the server keeps of one visitor, read from its files with another
 * engine: nothing of the server is asked, so nothing of it has to be believed.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import { inject } from 'vitest'
import { VISITOR, type HttpBrowser } from '../support/http-browser.ts'

type Row = Record<string, SQLOutputValue>

export class Inside {
  readonly folder: string

  /** Of a browser that has acted: before that there is no sandbox. */
  constructor(browser: HttpBrowser, dataDirectory = inject('dataDirectory')) {
    const site = new DatabaseSync(join(dataDirectory, 'site.db'), { readOnly: true })
    const found = site
      .prepare(
        'select sandboxes.id from sandboxes join visitors on visitors.id = visitor_id where token_hash = ? and ended_at is null',
      )
      .get(sha256(browser.cookies.get(VISITOR) ?? ''))
    site.close()
    if (typeof found?.id !== 'string') throw new Error('This browser has no sandbox.')
    this.folder = join(dataDirectory, 'sandboxes', found.id.slice(0, 2), found.id)
  }

  /** Runs SQL on the sandbox's database and answers its rows. */
  query(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#open((db) => db.prepare(sql).all(...values))
  }

  /** The number that a query answers. */
  count(sql: string, ...values: SQLInputValue[]): number {
    return Number(Object.values(this.query(sql, ...values)[0] ?? {})[0])
  }

  /** Everything that acts on accounts can change, as text: equal texts, nothing has changed. */
  state(): string {
    const rows = ['users', 'users_tokens'].map((table) => this.query(`select * from ${table}`))
    const mails = this.#files().find(([name]) => name === 'mailbox.json')?.[1] ?? ''
    return JSON.stringify([...rows, mails.toString()])
  }

  /** Whether these bytes stand anywhere in the files of the sandbox. */
  holds(bytes: Buffer | string): boolean {
    return this.#files().some(([, content]) => content.includes(bytes))
  }

  /** Whether these bytes stand in the database, its log of changes included. */
  databaseHolds(bytes: Buffer | string): boolean {
    return this.#files().some(
      ([name, content]) => name.startsWith('sandbox.db') && content.includes(bytes),
    )
  }

  /** Holds the database's write lock for as long as `fn` runs. */
  async whileLocked<Value>(fn: () => Promise<Value>): Promise<Value> {
    const db = new DatabaseSync(join(this.folder, 'sandbox.db'))
    db.exec('begin exclusive')
    try {
      return await fn()
    } finally {
      db.exec('rollback')
      db.close()
    }
  }

  #files(): (readonly [name: string, content: Buffer])[] {
    return readdirSync(this.folder).map((name) => [name, readFileSync(join(this.folder, name))])
  }

  #open<Value>(fn: (db: DatabaseSync) => Value): Value {
    const db = new DatabaseSync(join(this.folder, 'sandbox.db'), { timeout: 5_000 })
    try {
      return fn(db)
    } finally {
      db.close()
    }
  }
}

/** What the house keeps of a token: the hash of its bytes. */
export const sha256 = (token: string): Buffer =>
  createHash('sha256').update(Buffer.from(token, 'base64url')).digest()

/** The spellings in which a token could have been kept. */
export const spellingsOf = (token: string): (Buffer | string)[] => {
  const bytes = Buffer.from(token, 'base64url')
  return [token, bytes, bytes.toString('hex'), bytes.toString('base64')]
}
