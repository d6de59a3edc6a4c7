/** All that can be found: made by integration.mjs, for the server alone. */
declare module 'virtual:glasshouse/search' {
  export const records: import('./records.ts').SearchList['records']
  /** `null` where the server searches by itself. */
  export const index: import('./records.ts').SearchList['index']
}
