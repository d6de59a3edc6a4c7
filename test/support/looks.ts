/** How a page is looked at: on a wide screen by day, and on a phone by night. */
import type { BrowserContextOptions } from 'playwright-core'
import { PHONE, type Reader } from './reader.ts'

export interface Look {
  readonly name: string
  readonly options: BrowserContextOptions
  readonly faultsOf: (reader: Reader, what: string) => Promise<readonly unknown[]>
}

export const LOOKS: readonly Look[] = [
  {
    name: 'by day, 1440 px wide,',
    options: { viewport: { width: 1440, height: 900 } },
    faultsOf: (reader, what) => reader.faultsByDay(what),
  },
  {
    name: 'by night, on a phone,',
    options: { ...PHONE, colorScheme: 'dark' },
    faultsOf: (reader, what) => reader.faultsOfColour(what),
  },
]
