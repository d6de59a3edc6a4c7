/**
 * A `Reader` for each test that asks for one, and the browser that they share.
 *
 * A test that takes a `reader` fails as well by what the console and the pages
 * complained of while it was read.
 */
import type { BrowserContextOptions } from 'playwright-core'
import { expect, inject, test as base } from 'vitest'
import { launchBrowser } from './browser.ts'
import { Reader } from './browser-reader.ts'
import { longOf } from './long.ts'

export { PHONE, Reader, WITHOUT_JAVASCRIPT } from './browser-reader.ts'

const NONE: BrowserContextOptions = {}

export const test = base
  // One browser for all files of a process.
  .extend('browser', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser()
    onCleanup(() => browser.close())
    return browser
  })
  // How `reader` sits down: `test.override({ options: PHONE })`.
  .extend('options', NONE)
  // Seats one more reader: another visitor.
  .extend('sitDown', ({ browser }, { onCleanup }) => {
    const readers: Reader[] = []
    onCleanup(async () => {
      await Promise.all(readers.map(({ context }) => context.close()))
      expect(readers.flatMap(({ problems }) => problems)).toEqual([])
    })
    return async (options: BrowserContextOptions = NONE) => {
      const reader = await Reader.sitDown(browser, { baseURL: inject('origin'), ...options })
      readers.push(reader)
      return reader
    }
  })
  // Seats a reader with another browser of the same visitor: the same sandbox, but nobody is logged in.
  .extend('sitDownBeside', ({ sitDown }) => async (reader: Reader) => {
    const other = await sitDown()
    const cookies = await reader.context.cookies()
    await other.context.addCookies(cookies.filter(({ name }) => name.endsWith('_visitor')))
    return other
  })
  .extend('reader', ({ sitDown, options }) => sitDown(options))

export const long = longOf(test)
