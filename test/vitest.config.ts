import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { ON_BOTH_ORIGINS } from './support/both-origins.mjs'
import { REAL_COURSE, TEST_COURSE } from './support/courses.mjs'
import { missingPostgres } from './support/postgres.ts'
import { mutantModules } from '../src/levers/hunt/mutants-plugin.mjs'
import { coursePlugin } from '../src/course/course-plugin.mjs'

// Who asks a server waits as much as they work: one more than there are cores keeps all of these busy.
const ASKING = availableParallelism() + 1

/** A project whose tests know this course, wherever they ask for it. */
const knowing = (content: string) => ({
  extends: true as const,
  plugins: [coursePlugin({ env: { CONTENT_DIR: content } }), mutantModules()],
})

const asking = (name: string, content: string, include: string[]) => ({
  name,
  include,
  env: { CONTENT_DIR: content },
  globalSetup: ['test/support/built-server.ts'],
  maxWorkers: ASKING,
})

const inABrowser = {
  testTimeout: 180_000,
  // Elsewhere a browser may miss a beat: that is told, and counted. Here it fails, and is mended.
  retry: process.env['CI'] ? 1 : 0,
}

const EVERY_LESSON = 'test/every-lesson/**/*.test.ts'
const CONTENT = 'test/content/**/*.test.ts'
const OF_POSTGRES = 'test/**/postgres/**/*.test.ts'

/** Whose tests ask a database. */
const WITH_POSTGRES = [
  ...['repo', 'changeset', 'app'].map((room) => `test/${room}/**/*.test.ts`),
  ...[
    'test/sandbox/sandbox-rows.test.ts',
    'test/sandbox/visitors.test.ts',
    'test/course/progress*.test.ts',
  ],
]

// Tests that need a running server or a browser are projects of their own, so
// that the quick ones can be run alone.
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // It ends what hangs, and measures nothing: the machine may be busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The same of a question that is asked until the answer is right.
    expect: { poll: { timeout: 20_000 } },
    // The files of a process share what they load, and a browser: to load it again for each took half of the time.
    isolate: false,
    tags: [
      {
        name: 'long',
        description: 'Stands in `npm run test:long`, and not in `npm test`: see README.',
      },
    ],
    setupFiles: ['test/support/no-console-errors.ts', 'test/support/put-back.ts'],
    projects: [
      {
        ...knowing(TEST_COURSE),
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...['test/requests/**', 'test/security/**', 'test/faults/**', 'test/e2e/**'],
            'test/cluster/**',
            ...[EVERY_LESSON, CONTENT, OF_POSTGRES],
            // Where peers of a benchmark are installed, packages bring tests of their own.
            '**/node_modules/**',
          ],
          // Those that make a course of their own are where it is by usual.
          env: { CONTENT_DIR: '' },
        },
      },
      {
        // What asks a database, once more with PostgreSQL.
        ...knowing(TEST_COURSE),
        test: {
          name: 'postgres',
          // Where there is none, those that say so themselves.
          include: missingPostgres() === null ? [...WITH_POSTGRES, OF_POSTGRES] : [OF_POSTGRES],
          exclude: ['test/**/sqlite/**'],
          env: { CONTENT_DIR: '', TEST_ENGINE: 'postgres' },
          globalSetup: ['test/support/postgres-setup.ts'],
        },
      },
      {
        ...knowing(TEST_COURSE),
        test: asking('requests', TEST_COURSE, ['test/requests/**/*.test.ts']),
      },
      {
        ...knowing(TEST_COURSE),
        test: asking('security', TEST_COURSE, ['test/security/**/*.test.ts']),
      },
      {
        ...knowing(TEST_COURSE),
        test: asking('faults', TEST_COURSE, ['test/faults/**/*.test.ts']),
      },
      {
        // It starts what it needs: PostgreSQL, two servers, and a balancer.
        ...knowing(TEST_COURSE),
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          env: { CONTENT_DIR: TEST_COURSE },
        },
      },
      {
        // The same files once more: what its readers see is https.
        ...knowing(TEST_COURSE),
        test: asking('https', TEST_COURSE, ON_BOTH_ORIGINS),
      },
      {
        ...knowing(TEST_COURSE),
        test: { ...asking('e2e', TEST_COURSE, ['test/e2e/**/*.test.ts']), ...inABrowser },
      },
      {
        // What holds for every lesson of a course, whichever.
        ...knowing(TEST_COURSE),
        test: { ...asking('lessons', TEST_COURSE, [EVERY_LESSON]), ...inABrowser },
      },
      {
        // The same for the course that readers get, and what holds for that alone.
        ...knowing(REAL_COURSE),
        test: { ...asking('content', REAL_COURSE, [EVERY_LESSON, CONTENT]), ...inABrowser },
      },
    ],
  },
})
