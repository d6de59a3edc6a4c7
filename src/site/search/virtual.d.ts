/** All that can be found: made by integration.mjs, for the server alone. */
declare module 'virtual:glasshouse/search' {
  export const records: import('./records.ts').SearchList['records']
  /** `null` before the first build. */
  export const index: import('./records.ts').SearchList['index'] | null
  export const waiting: import('./records.ts').SearchList['waiting']
}
