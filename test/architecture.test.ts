import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { functionsWithoutExample, silentExports } from './architecture/door-rules.ts'
import { House, type HouseRule } from './architecture/house.ts'
import {
  computedImports,
  filesWithoutRow,
  forbiddenImports,
  misplacedPackages,
  nodeInBrowsers,
  packagesInManyFiles,
  sideEntrances,
} from './architecture/import-rules.ts'
import { barrels, cycles } from './architecture/shape-rules.ts'
import {
  classesInManySheets,
  deadClasses,
  sheetsOutOfLayer,
  undressedClasses,
  type SheetRule,
} from './architecture/sheet-rules.ts'

/** What the app stands on: everything below it but the sandbox, of which it knows nothing. */
const BELOW_APP = ['live', 'http', 'repo', 'changeset', 'trace', 'lib']
/** What the glass around the app stands on. */
const BELOW_GLASS = [
  ...['app/web', 'app/scores', 'app/organizations', 'app/accounts', 'sandbox'],
  ...BELOW_APP,
]

const { imports } = JSON.parse(readFileSync('package.json', 'utf8')) as Pick<HouseRule, 'imports'>

const RULE: HouseRule = {
  // From the roof down. A row knows nothing of the rows above it, nor of those beside it that it does not name.
  mayImport: {
    'astro.config.mjs': ['server', 'site', 'levers', 'runner', 'course'],
    // It types transcripts in both spellings, as a worker does.
    tasks: ['course', 'runner', 'prompt', ...BELOW_GLASS],
    // It opens what the others are given, databases too.
    server: ['visit', 'runner', 'course', 'repo/sqlite', 'repo/postgres', ...BELOW_GLASS],
    'middleware.ts': ['levers', 'visit', 'course', 'app/web', 'http', 'router.ts', 'trace', 'lib'],
    'env.d.ts': ['visit', 'app/web', 'http'],
    content: ['exercise', 'site', 'course', ...BELOW_GLASS],
    pages: [
      ...['content', 'site', 'exercise', 'stage', 'levers', 'console', 'visit', 'course'],
      ...BELOW_GLASS,
    ],
    site: [
      ...['exercise', 'stage', 'levers', 'console', 'visit', 'course', 'router.ts'],
      ...BELOW_GLASS,
    ],
    // Code that a reader writes, on the app’s own library and its repo.
    exercise: [
      ...['stage', 'levers', 'visit', 'course', 'runner', 'prompt', 'repo/sqlite'],
      ...BELOW_GLASS,
    ],
    stage: ['levers', 'visit', 'course', 'prompt', 'router.ts', ...BELOW_GLASS],
    levers: ['visit', 'course', ...BELOW_GLASS],
    // What the server does for the prompt, and the prompt in a page.
    console: ['runner', 'prompt', 'visit', 'course', 'router.ts', ...BELOW_GLASS],
    visit: ['course', 'router.ts', ...BELOW_GLASS],
    course: ['router.ts', 'prompt', ...BELOW_GLASS],
    // The app: it would run without the glass.
    'app/web': ['app/scores', 'app/organizations', 'app/accounts', ...BELOW_APP],
    'app/scores': ['app/organizations', 'app/accounts', ...BELOW_APP],
    'app/organizations': ['app/accounts', ...BELOW_APP],
    'app/accounts': BELOW_APP,
    live: ['http', 'changeset', 'trace', 'lib'],
    http: ['changeset', 'trace', 'lib'],
    sandbox: ['repo/sqlite', 'repo', 'changeset', 'trace', 'lib'],
    // An engine knows the repo; the repo knows no engine.
    'repo/sqlite': ['repo', 'changeset', 'trace', 'lib'],
    'repo/postgres': ['repo', 'changeset', 'trace', 'lib'],
    repo: ['migrations', 'changeset', 'trace', 'lib'],
    migrations: [],
    // Where a reader's code runs, and what it is written in: frame, worker, editor.
    runner: ['prompt', 'changeset', 'trace', 'lib'],
    // Reads and prints values, in a browser and in Node alike.
    prompt: ['changeset', 'trace', 'lib'],
    changeset: ['trace', 'lib'],
    trace: ['lib'],
    // What is true of each address: data, for whoever asks.
    'router.ts': ['lib'],
    lib: [],
  },

  // What a context shows to others.
  frontDoors: {
    course: [
      ...['course/course.ts', 'course/course-plugin.mjs'],
      ...[
        'course/people.ts',
        'course/progress.ts',
        'course/start-states.ts',
        'course/walls.ts',
        'course/tries.ts',
        'course/recordings.ts',
      ],
      ...['course/texts.ts', 'course/mistakes.ts', 'course/exercise-files.ts'],
      // For a server alone.
      'course/solutions.ts',
      ...['course/transcripts.ts', 'course/typist.ts'],
      ...['course/messages.ts', 'course/outcomes.ts', 'course/progress-view.ts'],
      ...['course/lesson-progress.ts', 'course/progress-file.ts', 'course/imported.ts'],
      ...['course/place-of.ts', 'course/settle.ts', 'course/ticks.ts'],
      'course/coverage.ts',
      ...['course/listing/highlight.ts', 'course/listing/Listing.astro'],
      ...['course/listing/shiki-classes.mjs', 'course/listing/code.css'],
      'course/listing/keep-listings.mjs',
      'course/listing/listing.css',
      // Pure, and safe in a browser.
      ...[
        'course/about.ts',
        'course/author-copies.ts',
        'course/check.ts',
        'course/exercise-check.ts',
        'course/exercise-marks.ts',
        'course/facts.ts',
        'course/demo-page.ts',
        'course/demo-parts.ts',
      ],
      ...[
        'course/listing.ts',
        'course/act.ts',
        'course/player.ts',
        'course/cookie-jar.ts',
        'course/closed.ts',
      ],
      ...['course/moment-link.ts', 'course/prediction.ts', 'course/quote.ts'],
      'course/recordings-page.ts',
      ...['course/source-page.ts', 'course/steps.ts'],
      // For whoever builds or checks the course, not for pages.
      ...['course/course-reader.ts', 'course/lesson-markdown.ts', 'course/recording.ts'],
      ...['course/reading/prose.ts', 'course/reading/sections.ts', 'course/reading/quotations.ts'],
      ...['course/content-folder.mjs', 'course/reading/schema-reference.ts'],
      ...['course/schema.ts', 'course/reading/mistake.ts', 'course/reading/near.ts'],
      ...['course/reading/stale-recordings.ts', 'course/reading/what-holds.ts'],
      ...['course/transcript.ts', 'course/reading/check-transcripts.ts'],
    ],
    live: [
      ...['live/live-view.ts', 'live/live-session.ts', 'live/socket.ts', 'live/connections.ts'],
      'live/Live.astro',
    ],
    'app/scores': ['app/scores/scores.ts', 'app/scores/score.ts'],
    'app/organizations': ['app/organizations/organizations.ts'],
    'app/accounts': [
      ...['app/accounts/accounts.ts', 'app/accounts/roles.ts'],
      ...['app/accounts/scope.ts', 'app/accounts/lifetimes.ts', 'app/accounts/user.ts'],
      ...['app/accounts/deadlines.ts', 'app/accounts/token-meaning.ts'],
      'app/accounts/password-changeset.ts',
    ],
    sandbox: [
      ...[
        'sandbox/sandbox.ts',
        'sandbox/event-hub.ts',
        'sandbox/house-lease.ts',
        'sandbox/mailbox.ts',
      ],
      ...['sandbox/pubsub.ts', 'sandbox/trace-ring.ts'],
      ...['sandbox/tables.ts', 'sandbox/migrations.ts', 'sandbox/idle-hours.ts'],
      ...['sandbox/refusals.ts', 'sandbox/file-store.ts', 'sandbox/limits.ts'],
      // Its levers.
      ...['sandbox/advance-clock.ts', 'sandbox/set-registration-with-password.ts'],
      ...['sandbox/start-over.ts', 'sandbox/delete-sandbox.ts', 'sandbox/keep-place.ts'],
    ],
    'repo/postgres': ['repo/postgres/postgres.ts'],
    'repo/sqlite': [
      ...['repo/sqlite/sqlite.ts', 'repo/sqlite/file-lock.ts'],
      'repo/sqlite/brought-database.ts',
      // For a browser, which has no native one.
      'repo/sqlite/sqlite-in-browser.ts',
    ],
  },

  // Each package stands where it is named, and nowhere else.
  packages: {
    // The code of an exercise may import it.
    kysely: ['repo/sqlite', 'repo/postgres', 'repo', 'migrations', 'exercise', 'content'],
    sqlite3: ['repo/sqlite'],
    pg: ['repo/postgres'],
    'pg-cursor': ['repo/postgres'],
    'sql.js': ['repo/sqlite', 'exercise'],
    // What the code of an exercise imports: src/exercise/kit/.
    glasshouse: ['content', 'exercise'],
    lucia: ['app/accounts'],
    oslo: ['app/accounts'],
    shiki: ['course'],
    idiomorph: ['stage'],
    // The pictures of the course, at the build.
    sharp: ['site'],
    fontkitten: ['site'],
    'light-my-request': ['server'],
    compression: ['server'],
    'prom-client': ['server'],
    yaml: ['course'],
    'github-slugger': ['course'],
    zod: ['course'],
    satteri: ['course', 'tasks'],
    '@astrojs/markdown-satteri': ['astro.config.mjs'],
    'virtual:glasshouse/commit': ['course'],
    'virtual:glasshouse/course': ['course'],
    'virtual:glasshouse/theme.css': ['site'],
    'virtual:glasshouse/cards': ['site', 'pages'],
    // The folder of the course, wherever CONTENT_DIR says it is.
    '@content/*': ['trace', 'stage', 'site', 'pages'],
    'virtual:glasshouse/texts': ['course'],
    'virtual:glasshouse/sources': ['site', 'pages'],
    'virtual:glasshouse/traced-sources': ['stage'],
    'virtual:glasshouse/mistakes': ['course'],
    'virtual:glasshouse/exercises': ['course'],
    'virtual:glasshouse/solutions': ['course'],
    'virtual:glasshouse/recordings': ['course'],
    'virtual:glasshouse/transcripts': ['course'],
    'virtual:glasshouse/paths': ['course', 'stage'],
    'virtual:glasshouse/migration-listings': ['levers'],
    'virtual:glasshouse/mutants': ['levers', 'visit'],
    'virtual:glasshouse/mutants/files': ['levers'],
    '@zxcvbn-ts/*': ['app/accounts'],
    vite: ['runner', 'repo', 'trace'],
    // What a reader writes: the grammars are asked in one file each.
    '@codemirror/*': ['runner', 'console', 'exercise'],
    '@lezer/*': ['runner', 'prompt'],
    'lezer-elixir': ['prompt'],
    'virtual:glasshouse/worker/*': ['console', 'exercise'],
    // Astro stops above the contexts: they, and what is below them, would work without it.
    pagefind: ['site'],
    'virtual:glasshouse/search': ['site'],
    astro: [
      ...['astro.config.mjs', 'server', 'middleware.ts', 'env.d.ts'],
      ...['pages', 'site', 'stage', 'levers', 'console', 'visit', 'course'],
      ...['app/web', 'live', 'http'],
    ],
    '@astrojs/*': ['astro.config.mjs', 'server', 'pages'],
    'node:*': [
      ...['astro.config.mjs', 'tasks', 'server', 'pages', 'site', 'levers', 'visit', 'course'],
      'console',
      ...['app/web', 'app/scores', 'app/organizations', 'app/accounts', 'live', 'http'],
      ...['sandbox', 'runner', 'repo/sqlite', 'repo', 'trace'],
    ],
  },
  imports,
  // They are no longer looked after; each must be easy to replace.
  inOneFile: [
    ...['sqlite3', 'lucia', 'oslo', 'lezer-elixir', '@lezer/javascript'],
    ...['sharp', 'fontkitten'],
  ],

  // Its own bundle is not there before the build.
  // And addresses of what a reader has written, and of an index that comes after the pages.
  computesImports: ['server/main.ts', 'exercise/link.ts', 'site/search/ask-index.ts'],
}

const SHEETS: SheetRule = {
  ground: ['src/site/styles/'],
  layouts: [
    'src/stage/phone/sheet.css',
    // What a part looks like in use comes later than what it looks like at rest.
    ...['src/stage/frame/menu.css', 'src/stage/frame/stage-in-use.css', 'src/stage/lights/lit.css'],
    ...['src/stage/list/steps-in-use.css', 'src/stage/picture/house-in-use.css'],
    ...['src/stage/question/answered.css', 'src/stage/strip/strip-in-use.css'],
  ],
  layers: {
    'src/site/styles/base.css': 'core.base',
    'src/site/styles/words.css': 'core.base',
    'src/app/web/core-components/': 'core',
    'src/app/web/parts/': 'core',
  },
  builtWhenRun: {
    'src/app/web/core-components/Button.astro': [
      ...['button', 'button-plain', 'button-quiet', 'button-link'],
    ],
    'src/levers/tables/Cell.astro': ['number', 'text', 'stand-in'],
    'src/stage/frame/keys.ts': ['keys-title', 'keys-list'],
    'src/stage/lights/lights.ts': ['lit', 'chosen'],
    'src/stage/scrubber/line-now.ts': ['house-now'],
    // By Shiki, and from the names of its tokens.
    'src/course/listing/highlight.ts': ['shiki', 'line', 'marked'],
    'src/course/listing/shiki-classes.mjs': [
      ...['sh-keyword', 'sh-string', 'sh-string-expression', 'sh-function', 'sh-constant'],
      ...['sh-parameter', 'sh-comment', 'sh-punctuation', 'sh-link', 'sh-italic'],
    ],
  },
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

test('a front door says of each thing what it is', () => {
  expect(silentExports(house)).toEqual([])
})

test('a front door shows how each of its functions is called', () => {
  expect(functionsWithoutExample(house)).toEqual([])
})

test('packages stay in their rows', () => {
  expect(misplacedPackages(house)).toEqual([])
})

test('a browser loads nothing that needs Node', () => {
  expect(nodeInBrowsers(house)).toEqual([])
})

test('what may be replaced one day is known to exactly one file', () => {
  expect(packagesInManyFiles(house)).toEqual([])
})

test('what a browser runs reaches no module of Node', () => {
  expect(nodeInBrowsers(house)).toEqual([])
})

test('imports name their files', () => {
  expect(computedImports(house)).toEqual([])
})

test('files do not import each other in a circle', () => {
  expect(cycles(house)).toEqual([])
})

test('no file only re-exports, but for what code of a reader imports by one name', () => {
  expect(barrels(house)).toEqual([
    'src/runner/library.ts only re-exports: import from the files themselves.',
  ])
})

test('the app and what it stands on know of no fault that a house can have', () => {
  const knowing = [...house.files]
    .filter(([path]) => /^src\/(?:app|changeset|repo|live|http|lib)\//.test(path))
    .filter(([, text]) => /\b(?:mutants?|hunt\w*)\b/i.test(text))

  expect(knowing.map(([path]) => path)).toEqual([])
})

test('a class is dressed in one sheet', () => {
  expect(classesInManySheets(house, SHEETS)).toEqual([])
})

test('a sheet names no class that nothing draws', () => {
  expect(deadClasses(house, SHEETS)).toEqual([])
})

test('a page ships the sheets of all that it draws', () => {
  expect(undressedClasses(house, SHEETS)).toEqual([])
})

test('a sheet stands in the layer of its room', () => {
  expect(sheetsOutOfLayer(house, SHEETS)).toEqual([])
})
