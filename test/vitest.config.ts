import { defineConfig } from 'vitest/config'
import { coursePlugin } from '../src/course/course-plugin.mjs'

// Tests that need a running server or a browser are projects of their own, so
// that the quick ones can be run alone.
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [coursePlugin()],
  test: {
    setupFiles: ['test/support/no-console-errors.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/http/**', 'test/security/**', 'test/e2e/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'http',
          include: ['test/http/**/*.test.ts'],
          globalSetup: ['test/support/built-server.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'security',
          include: ['test/security/**/*.test.ts'],
          globalSetup: ['test/security/server.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/built-server.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A browser waits more than it works, but two of them keep a small machine busy.
          maxWorkers: 2,
          // A machine that is busy with other work may make a browser miss a beat once. Twice is a failure.
          retry: 1,
        },
      },
    ],
  },
})
