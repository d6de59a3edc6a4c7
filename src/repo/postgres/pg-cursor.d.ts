/** As much of `pg-cursor` as a stream needs: it brings no types of its own. */
declare module 'pg-cursor' {
  import type { Submittable } from 'pg'

  export default class Cursor<Row> implements Submittable {
    constructor(sql: string, parameters?: readonly unknown[], config?: { readonly types?: unknown })
    submit(connection: unknown): void
    read(rows: number): Promise<Row[]>
    close(): Promise<void>
  }
}
