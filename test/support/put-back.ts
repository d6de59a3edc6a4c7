/**
 * Files that run in one process share what they have loaded. Whatever a file
 * changes for its own tests, such as a spy on a library or the clock, is put
 * back before the next one begins.
 */
import { afterAll, vi } from 'vitest'

afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})
