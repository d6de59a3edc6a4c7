import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contextFunctionsWithoutTrace } from './architecture/context-functions.ts'
import { House, type HouseRule } from './architecture/house.ts'
import {
  computedImports,
  filesWithoutRow,
  forbiddenImports,
  misplacedPackages,
  packagesInManyFiles,
  sideEntrances,
} from './architecture/import-rules.ts'
import { barrels, cycles } from './architecture/shape-rules.ts'

// Contexts call each other one way, from left to right; the sandbox is below them all.
const CONTEXTS = ['course', 'console', 'live', 'scores', 'accounts', 'sandbox'] as const
const CONTEXTS_AND_BELOW = [...CONTEXTS, 'repo', 'trace', 'lib']
const below = (context: (typeof CONTEXTS)[number]) =>
  CONTEXTS_AND_BELOW.slice(CONTEXTS_AND_BELOW.indexOf(context) + 1)

const RULE: HouseRule = {
  // From the roof down. A row knows nothing of the rows above it.
  mayImport: {
    'astro.config.mjs': ['server', 'components', 'course'],
    tasks: [],
    // It plays the demos on a server that is already built.
    record: ['course', 'lib'],
    // It opens what the others are given, databases too.
    server: ['web', ...CONTEXTS, 'repo', 'trace', 'lib'],
    'middleware.ts': ['web', 'trace', 'router.ts', 'lib'],
    'env.d.ts': [],
    content: ['components', 'web', 'trace', 'lib'],
    'content.config.ts': ['course'],
    pages: [
      'content',
      'layouts',
      'components',
      'islands',
      'web',
      ...CONTEXTS,
      'trace',
      'router.ts',
      'lib',
      'styles',
    ],
    layouts: ['components', 'islands', 'web', 'lib', 'styles'],
    components: ['islands', 'course', 'router.ts', 'lib', 'styles'],
    islands: ['course', 'lib', 'styles'],
    web: [...CONTEXTS, 'trace', 'router.ts', 'lib'],
    course: [...below('course'), 'router.ts'],
    console: below('console'),
    live: below('live'),
    scores: below('scores'),
    accounts: below('accounts'),
    sandbox: below('sandbox'),
    repo: ['migrations', 'trace', 'lib'],
    migrations: [],
    trace: ['lib'],
    // What is true of each address: data, for whoever asks.
    'router.ts': [],
    lib: [],
    styles: [],
  },

  // What a context shows to others. The first file holds its functions.
  frontDoors: {
    course: [
      ...['course/course.ts', 'course/course-plugin.mjs', 'course/lesson-marks.ts'],
      ...[
        'course/people.ts',
        'course/progress.ts',
        'course/start-states.ts',
        'course/recordings.ts',
      ],
      // Pure, and safe in a browser.
      ...['course/about.ts', 'course/check.ts', 'course/demo-page.ts', 'course/demo-parts.ts'],
      'course/listing.ts',
      ...['course/moment-link.ts', 'course/prediction.ts', 'course/quote.ts'],
      ...['course/source-page.ts', 'course/steps.ts'],
      // For whoever builds or checks the course, not for pages.
      ...['course/course-reader.ts', 'course/lesson-markdown.ts', 'course/recording.ts'],
      ...['course/schema.ts'],
    ],
    console: ['console/console.ts'],
    live: [
      ...['live/live-view.ts', 'live/live-session.ts', 'live/socket.ts', 'live/connections.ts'],
    ],
    scores: ['scores/scores.ts'],
    accounts: [
      ...['accounts/accounts.ts', 'accounts/organizations.ts', 'accounts/roles.ts'],
      ...['accounts/scope.ts', 'accounts/sudo-mode.ts'],
      ...['accounts/deadlines.ts', 'accounts/quotas.ts', 'accounts/token-meaning.ts'],
    ],
    sandbox: [
      ...['sandbox/sandbox.ts', 'sandbox/event-hub.ts', 'sandbox/mailbox.ts'],
      ...['sandbox/pubsub.ts', 'sandbox/trace-ring.ts'],
      ...['sandbox/tables.ts', 'sandbox/migrations.ts'],
    ],
  },

  // Further doors that hold functions, under a name of their own: Organizations.listMembers.
  functionDoors: ['accounts/organizations.ts', 'accounts/roles.ts'],

  // Each package stands where it is named, and nowhere else.
  packages: {
    kysely: ['repo', 'migrations'],
    sqlite3: ['repo'],
    lucia: ['accounts'],
    oslo: ['accounts'],
    shiki: ['components'],
    sirv: ['server'],
    idiomorph: ['islands'],
    'js-yaml': ['course'],
    zod: ['course'],
    satteri: ['course', 'record'],
    'virtual:glasshouse/course': ['course'],
    'virtual:glasshouse/recordings': ['course'],
    'virtual:glasshouse/paths': ['course', 'islands'],
    'virtual:glasshouse/migration-listings': ['components'],
    '@zxcvbn-ts/*': ['accounts'],
    vite: ['repo'],
    // Astro stops at web: contexts, and what is below them, would work without it.
    astro: [
      ...['astro.config.mjs', 'server', 'middleware.ts', 'env.d.ts', 'content.config.ts'],
      ...['pages', 'layouts', 'components', 'web'],
    ],
    '@astrojs/*': ['astro.config.mjs', 'server', 'pages'],
    // Not lib, islands and scripts: they run in a browser.
    'node:*': [
      ...['astro.config.mjs', 'tasks', 'record', 'server', 'pages', 'components', 'web'],
      ...CONTEXTS,
      ...['repo', 'trace'],
    ],
  },
  // They are no longer looked after; each must be easy to replace.
  inOneFile: ['sqlite3', 'lucia', 'oslo'],

  // A <script> in an .astro file is an island.
  browserRow: 'islands',
  // Its own bundle is not there before the build.
  computesImports: ['server/main.ts'],
  // It asks the scope a question, and no database.
  notContextFunctions: ['inSudoMode'],
  contextFunctionFile: 'src/trace/context-function.ts',
}

const PATTERNS = [
  'src/**/*.{ts,mjs,js,astro,mdx,css}',
  'content/**/*.{ts,mjs,js,mdx}',
  'migrations/**/*.ts',
  '*.{ts,mjs,js}',
]

const paths = globSync(PATTERNS).map((path) => path.replaceAll('\\', '/'))
const house = new House(new Map(paths.map((path) => [path, readFileSync(path, 'utf8')])), RULE)

test('every file stands in a row of the table', () => {
  expect(filesWithoutRow(house)).toEqual([])
})

test('imports go down', () => {
  expect(forbiddenImports(house)).toEqual([])
})

test('a context is entered by its front door', () => {
  expect(sideEntrances(house)).toEqual([])
})

test('packages stay in their rows', () => {
  expect(misplacedPackages(house)).toEqual([])
})

test('what may be replaced one day is known to exactly one file', () => {
  expect(packagesInManyFiles(house)).toEqual([])
})

test('imports name their files', () => {
  expect(computedImports(house)).toEqual([])
})

test('files do not import each other in a circle', () => {
  expect(cycles(house)).toEqual([])
})

test('no file only re-exports', () => {
  expect(barrels(house)).toEqual([])
})

test('what takes a scope at a front door is made by contextFunction', () => {
  expect(contextFunctionsWithoutTrace(house)).toEqual([])
})
