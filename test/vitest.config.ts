import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { ON_BOTH_ORIGINS } from './support/both-origins.mjs'
import { coursePlugin } from '../src/course/course-plugin.mjs'

// Who asks a server waits as much as they work: one more than there are cores keeps all of these busy.
const ASKING = availableParallelism() + 1

// Tests that need a running server or a browser are projects of their own, so
// that the quick ones can be run alone.
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [coursePlugin()],
  test: {
    // It ends what hangs, and measures nothing: the machine may be busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The files of a process share what they load, and a browser: to load it again for each took half of the time.
    isolate: false,
    setupFiles: ['test/support/no-console-errors.ts', 'test/support/put-back.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/requests/**', 'test/security/**', 'test/e2e/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'requests',
          include: ['test/requests/**/*.test.ts'],
          globalSetup: ['test/support/built-server.ts'],
          maxWorkers: ASKING,
        },
      },
      {
        extends: true,
        test: {
          name: 'security',
          include: ['test/security/**/*.test.ts'],
          globalSetup: ['test/support/built-server.ts'],
          maxWorkers: ASKING,
        },
      },
      {
        // The same files once more: what its readers see is https.
        extends: true,
        test: {
          name: 'https',
          include: ON_BOTH_ORIGINS,
          globalSetup: ['test/support/built-server.ts'],
          maxWorkers: ASKING,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/built-server.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxWorkers: ASKING,
          // Elsewhere a browser may miss a beat: that is told, and counted. Here it fails, and is mended.
          retry: process.env['CI'] ? 1 : 0,
        },
      },
    ],
  },
})
