import { globSync, readFileSync } from 'node:fs'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  APP_PAGES,
  findRoute,
  isTraced,
  PIPELINES,
  pipelineOf,
  routeOf,
  ROUTES,
  showsSecrets,
  type AppPage,
  type PlugName,
} from '#router.ts'

const PATTERNS = Object.keys(ROUTES)

/** `src/pages/users/log-in/[token].astro` answers `/users/log-in/[token]`. */
const patternOf = (file: string) =>
  file
    .replace(/^src\/pages/, '')
    .replace(/\.\w+$/, '')
    .replace(/\/index$/, '') || '/'

const files = globSync('src/pages/**/*.{astro,ts}').map((file) => file.replaceAll('\\', '/'))

test('every page has a route, and every route a page', () => {
  expect(PATTERNS.toSorted()).toEqual(files.map(patternOf).sort())
})

test('a route is asked as its page allows', () => {
  const allowed = files.flatMap((file) => {
    const list = /\ballow\(\w+, \[(?<methods>[^\]]*)\]/.exec(readFileSync(file, 'utf8'))?.groups
    const methods = list?.['methods']?.replaceAll("'", '').split(', ')
    return methods ? [[patternOf(file), methods] as const] : []
  })

  expect(allowed.length).toBeGreaterThan(35)
  for (const [pattern, methods] of allowed)
    expect([pattern, routeOf(pattern).methods]).toEqual([pattern, methods])
})

test('a page that was made with the site passes no plug, and every other one does', () => {
  const made = files.filter((file) => !readFileSync(file, 'utf8').includes('prerender = false'))

  expect(PATTERNS.filter((pattern) => pipelineOf(pattern).length === 0).sort()).toEqual(
    made.map(patternOf).sort(),
  )
})

describe('the guards', () => {
  test.for([
    ['/', []],
    ['/users/register', ['redirectIfUserIsAuthenticated']],
    ['/guess', ['requireAuthenticatedUser']],
    ['/organizations', ['requireAuthenticatedUser']],
    ['/organizations/[org]/scores/new', ['requireAuthenticatedUser', 'assignOrgToScope']],
    ['/users/settings/api-tokens/[id]', ['requireAuthenticatedUser', 'requireSudoMode']],
    ['/users/log-out', []],
    ['/nowhere', []],
    ['__proto__', []],
  ] as const)('of %s are %o', ([pattern, plugs]) => {
    expect(routeOf(pattern).guards).toEqual(plugs)
  })

  test('whoever changes the account has just proved who they are', () => {
    const settings = PATTERNS.filter((pattern) => pattern.startsWith('/users/settings'))

    expect(settings.length).toBe(5)
    expect(
      settings.filter((pattern) => !routeOf(pattern).guards.includes('requireSudoMode')),
    ).toEqual([])
  })

  test('who belongs to an organization is asked after who is there', () => {
    const inside = PATTERNS.filter((pattern) => pattern.startsWith('/organizations/[org]'))

    expect(inside.map((pattern) => routeOf(pattern).guards)).toEqual(
      inside.map(() => ['requireAuthenticatedUser', 'assignOrgToScope']),
    )
  })

  test('the compiler knows every name', () => {
    expectTypeOf<'fetchCurrentScope'>().toExtend<PlugName>()
    expectTypeOf<'requireSudoMode'>().toExtend<PlugName>()
    expectTypeOf<'requireSudo'>().not.toExtend<PlugName>()
  })
})

describe('pipelineOf', () => {
  test('of a page is that of a browser', () => {
    expect(pipelineOf('/users/settings')).toBe(PIPELINES.browser)
    expect(pipelineOf('/nowhere')).toBe(PIPELINES.browser)
  })

  test('of what an open page asks by itself looks for its sandbox alone', () => {
    expect(PATTERNS.filter((pattern) => pipelineOf(pattern) === PIPELINES.live)).toEqual([
      '/live',
      '/live/[id]',
    ])
  })

  test('a token for programs opens one address', () => {
    expect(PATTERNS.filter((pattern) => routeOf(pattern).opensToTokens)).toEqual(['/'])
  })
})

describe('showsSecrets', () => {
  test('is true of links, settings, mails and what a live page is sent', () => {
    expect(PATTERNS.filter(showsSecrets).toSorted()).toEqual([
      '/live',
      '/live/[id]',
      '/sandbox/download',
      '/sandbox/mailbox/[id]',
      '/sandbox/mailbox/newest/link',
      '/users/log-in/[token]',
      '/users/settings',
      '/users/settings/api-tokens',
      '/users/settings/api-tokens/[id]',
      '/users/settings/confirm-email/[token]',
      '/users/settings/sessions',
    ])
  })
})

describe('isTraced', () => {
  /** What they do is done by requests of their own. */
  const LEAD = [
    '/console',
    '/console/calls',
    '/sandbox/catch-up',
    '/sandbox/undo',
    '/acts',
    '/progress/import',
    '/recall',
    '/ways',
    '/exercises',
    '/recalls',
  ]
  const tracedOf = (acts: boolean, frame: boolean) =>
    PATTERNS.filter((pattern) => isTraced(pattern, { acts, frame }))

  test('opening a page of the app is an act, and looking inside is none', () => {
    expect(PATTERNS.filter((pattern) => !tracedOf(false, false).includes(pattern))).toEqual(
      PATTERNS.filter((pattern) =>
        /^\/(?:(?:sandbox|labs|tags|fragments|m|progress|live|acts|ways|recalls?|exercises|misled|search)(?:\/|$)|robots\.txt$|sitemap-\w+\.xml$|console(?:\/calls|\/registry\.json)?$|teach(?:\/class)?$|(?:rss|atom)\.xml$|print$|try$)/.test(
          pattern,
        ),
      ),
    )
    expect(isTraced('/nowhere', { acts: false, frame: false })).toBe(true)
  })

  test('a stage that opens by itself is none', () => {
    expect(tracedOf(false, true)).toEqual([])
  })

  test('sending is an act, but for a lesson that says by itself that it was opened', () => {
    expect(PATTERNS.filter((pattern) => !tracedOf(true, false).includes(pattern))).toEqual(LEAD)
    expect(PATTERNS.filter((pattern) => !tracedOf(true, true).includes(pattern))).toEqual(
      PATTERNS.filter((pattern) => pattern === '/progress' || LEAD.includes(pattern)),
    )
  })
})

test('sending makes a sandbox, unless it is about progress, teaches, is read elsewhere, or brings one itself', () => {
  expect(PATTERNS.filter((pattern) => !routeOf(pattern).makesSandbox).sort()).toEqual([
    ...[
      '/acts',
      '/atom.xml',
      '/exercises',
      '/m/[code]',
      '/misled',
      '/predictions',
      '/print',
      '/progress',
      '/progress/delete',
      '/progress/export',
      '/progress/import',
      '/recall',
      '/recalls',
    ],
    ...['/robots.txt', '/rss.xml'],
    ...['/sandbox/catch-up', '/sandbox/delete', '/sandbox/reset'],
    ...['/sandbox/restore', '/sandbox/seeds', '/sandbox/undo'],
    '/search',
    ...[
      '/sitemap-0.xml',
      '/sitemap-index.xml',
      '/tags',
      '/tags/[tag]',
      '/teach',
      '/teach/class',
      '/try',
      '/ways',
    ],
  ])
  expect(routeOf('/nowhere').makesSandbox).toBe(true)
})

test('what stands beside a page leaves the flash to it', () => {
  expect(PATTERNS.filter((pattern) => routeOf(pattern).leavesFlash)).toEqual([
    '/console/calls',
    '/console/registry.json',
    '/robots.txt',
    '/sitemap-index.xml',
    '/sitemap-0.xml',
    '/m/[code]',
    '/search',
    '/fragments/progress',
    '/atom.xml',
    '/print',
    '/rss.xml',
  ])
})

describe('the pages of the app', () => {
  test('are all that a reader of the app can open, on a stage as well', () => {
    expect(APP_PAGES.length).toBe(19)
    for (const page of APP_PAGES) {
      expect([page, routeOf(page).methods[0]]).toEqual([page, 'GET'])
      expect([page, routeOf(page).onStage]).toEqual([page, true])
    }
  })

  test('are known to the compiler', () => {
    expectTypeOf<'/scores/[id]'>().toExtend<AppPage>()
    expectTypeOf<'/scores/[id]/edit'>().toExtend<AppPage>()
    expectTypeOf<'/users/log-out'>().not.toExtend<AppPage>()
    expectTypeOf<'/sandbox/clock'>().not.toExtend<AppPage>()
  })
})

describe('findRoute', () => {
  test.for([
    ['/', '/'],
    ['/users/log-in', '/users/log-in'],
    ['/users/log-in/abc', '/users/log-in/[token]'],
    ['/scores/new', '/scores/new'],
    ['/scores/7', '/scores/[id]'],
    ['/scores/7/edit', '/scores/[id]/edit'],
    ['/scores/7/show', null],
    ['/organizations/glass-works/scores', '/organizations/[org]/scores'],
    ['/scores/7/8', null],
    ['/scores/', null],
    ['/lessons/by-date', '/lessons/by-date'],
    ['/lessons/a/b', '/lessons/[part]/[lesson]'],
    ['/nowhere', null],
    ['scores', null],
    ['', null],
  ] as const)('of %s is %s', ([path, pattern]) => {
    expect(findRoute(path)).toBe(pattern)
  })
})
