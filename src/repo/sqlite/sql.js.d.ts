/** As much of `sql.js` as a handle needs: SQLite in WebAssembly, with plain calls. */
declare module 'sql.js/dist/sql-wasm-browser.js' {
  export interface SqlJsStatement {
    bind(values: readonly (string | number | Uint8Array | null)[]): boolean
    step(): boolean
    getAsObject(): Record<string, unknown>
    free(): boolean
  }
  export interface SqlJsDatabase {
    prepare(sql: string): SqlJsStatement
    exec(sql: string): unknown
    getRowsModified(): number
    close(): void
  }
  export interface SqlJs {
    readonly Database: new () => SqlJsDatabase
  }
  const initialize: (options: { readonly wasmBinary: Uint8Array }) => Promise<SqlJs>
  export default initialize
}
