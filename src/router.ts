/**
 * Every address that a page answers, and what is true of it: the
 * plugs on its way, whether a trace is kept, where it may be shown.
 * In Phoenix: the router.
 *
 * It is data, and knows no plug, so that all may ask it. The
 * middleware knows which plug a name stands for.
 */
import { paramsIn } from '#lib/route-pattern.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** What a request passes before the plugs of its own route. */
export const PIPELINES = {
  // #region browser-pipeline
  // Before the first plug the front has checked Host and
  // Origin (src/server/request-checks.ts) and set the
  // security headers (src/server/security-headers.ts).
  // #region pipeline-outline
  browser: [
    // Whose server is it? Each visitor has a database.
    'fetchSandbox',
    // What did the last request leave to say?
    'fetchFlash',
    // Who is asking? The last, for it asks the database.
    'fetchCurrentScope',
  ],
  // #endregion pipeline-outline
  // Each page names its layout: src/site/App.astro.
  // #endregion browser-pipeline
  // For programs, which bring a token. It opens the routes that say so.
  api: [
    'fetchSandboxOfToken',
    'fetchCurrentScopeForApiUser',
  ],
  // For what a page that stays open asks: src/app/web/live/router.ts guards it.
  live: ['fetchSandboxOfPage'],
} as const

export type PipelineName = keyof typeof PIPELINES

/** The plugs that guard single routes. */
export type GuardName =
  | 'assignOrgToScope'
  | 'redirectIfUserIsAuthenticated'
  | 'requireAuthenticatedUser'
  | 'requireSudoMode'

export type PlugName =
  GuardName | (typeof PIPELINES)[PipelineName][number]

interface Facts {
  /** How it may be asked. A form sends PUT and DELETE as `_method`. */
  readonly methods: readonly Method[]
  /** Opening it is an act of the reader, so its trace is kept. Sending always is. */
  readonly traced: boolean
  /** Sending it leaves no trace: what it does is done by requests of its own, or is the course’s. */
  readonly leavesNoTrace: boolean
  /** A page may send it by itself: then it is no act of the reader. */
  readonly byItself: boolean
  /** Sending it gives a visitor who has none a sandbox. */
  readonly makesSandbox: boolean
  /** It stands beside a page, so it leaves the flash to that page. */
  readonly leavesFlash: boolean
  /** A link to it, inside a stage, opens there. */
  readonly onStage: boolean
  /** A link to a moment may send it. No path with a token in it may. */
  readonly inLinks: boolean
  /** A token for programs opens it. */
  readonly opensToTokens: boolean
  /** What it shows opens something, as the link in a mail. */
  readonly showsSecrets: boolean
  /** What its reader has switched off in a lab counts here. It never does around the app. */
  readonly bends: boolean
}

export interface Route extends Facts {
  /** `null` for a page that was made when the site was built. */
  readonly pipeline: PipelineName | null
  /** The plugs that it passes after those of its pipeline. */
  readonly guards: readonly GuardName[]
}

const USUAL: Facts = {
  methods: ['GET'],
  traced: true,
  leavesNoTrace: false,
  byItself: false,
  makesSandbox: true,
  leavesFlash: false,
  onStage: false,
  inLinks: false,
  opensToTokens: false,
  showsSecrets: false,
  bends: false,
}

type Some<Pattern extends string> = Readonly<
  Record<Pattern, Partial<Facts>>
>

/**
 * Routes that pass the same plugs. Without any, they are made when
 * the site is built. In Phoenix: `scope` with `pipe_through`.
 */
function scope<const Pattern extends string>(
  {
    pipeThrough,
    ...shared
  }: Partial<Facts> & {
    readonly pipeThrough?: readonly [
      PipelineName,
      ...GuardName[],
    ]
  },
  routes: Some<Pattern>,
): Readonly<Record<Pattern, Route>> {
  const [pipeline = null, ...guards] = pipeThrough ?? []
  const all = Object.entries<Partial<Facts>>(routes)
  const made = all.map(
    ([pattern, facts]): [string, Route] => [
      pattern,
      { ...USUAL, ...shared, ...facts, pipeline, guards },
    ],
  )
  // The entries have lost the names of the patterns, which are those of `routes`.
  return Object.fromEntries(made) as Record<
    Pattern,
    Route
  >
}

interface Way {
  readonly pipeThrough: readonly [
    'browser',
    ...GuardName[],
  ]
}

/** Routes of the app: a stage shows them in its own window. */
const app = <const Pattern extends string>(
  way: Way,
  routes: Some<Pattern>,
) => scope({ ...way, onStage: true, bends: true }, routes)

/** A page, and what its forms send. */
const page = (...sent: readonly Method[]) => ({
  methods: ['GET', ...sent] as const,
})

/** What has no page of its own. */
const act = (...methods: readonly Method[]) => ({
  methods,
})

/** Pages of the app. A demo may show each of them. */
const PAGES = {
  ...app(
    { pipeThrough: ['browser'] },
    {
      '/': { ...page(), opensToTokens: true },
      '/users/log-in': { ...page('POST'), inLinks: true },
      '/users/log-in/[token]': page(),
    },
  ),
  ...app(
    {
      pipeThrough: [
        'browser',
        'redirectIfUserIsAuthenticated',
      ],
    },
    {
      '/users/register': {
        ...page('POST'),
        inLinks: true,
      },
    },
  ),
  ...app(
    {
      pipeThrough: [
        'browser',
        'requireAuthenticatedUser',
      ],
    },
    {
      '/guess': { ...page('POST'), inLinks: true },
      '/scores': { ...page(), inLinks: true },
      '/scores/new': page('POST'),
      '/scores/[id]': page('DELETE'),
      '/scores/[id]/edit': page('PUT'),
      '/organizations': {
        ...page('POST'),
        inLinks: true,
      },
    },
  ),
  ...app(
    {
      pipeThrough: [
        'browser',
        'requireAuthenticatedUser',
        'assignOrgToScope',
      ],
    },
    {
      '/organizations/[org]': {
        ...page('POST'),
        inLinks: true,
      },
      '/organizations/[org]/scores': {
        ...page(),
        inLinks: true,
      },
      '/organizations/[org]/scores/new': page('POST'),
      '/organizations/[org]/scores/[id]': page('DELETE'),
      '/organizations/[org]/scores/[id]/edit':
        page('PUT'),
    },
  ),
  // #region routes
  ...app(
    {
      pipeThrough: [
        'browser',
        'requireAuthenticatedUser',
        'requireSudoMode',
      ],
    },
    {
      '/users/settings': {
        ...page('PUT'),
        inLinks: true,
      },
      '/users/settings/sessions': page('DELETE'),
      '/users/settings/api-tokens': page('POST'),
      '/users/settings/confirm-email/[token]': page(
        'POST',
        'PUT',
      ),
    },
  ),
  // #endregion routes
} as const

/** What forms of the app send to an address that is no page. */
const ACTS = {
  ...app(
    { pipeThrough: ['browser'] },
    {
      '/users/log-out': {
        ...act('DELETE'),
        inLinks: true,
      },
    },
  ),
  ...app(
    {
      pipeThrough: [
        'browser',
        'requireAuthenticatedUser',
        'requireSudoMode',
      ],
    },
    { '/users/settings/api-tokens/[id]': act('DELETE') },
  ),
} as const

/** What stands around the app: a look inside, its levers, the course. */
const GLASS = {
  // Looking at the sandbox is no part of a demo.
  ...scope(
    {
      pipeThrough: ['browser'],
      traced: false,
      onStage: true,
    },
    {
      '/sandbox': page(),
      '/sandbox/clock': {
        ...page('POST'),
        inLinks: true,
      },
      '/sandbox/mailbox': page(),
      '/sandbox/mailbox/[id]': {
        ...page(),
        showsSecrets: true,
      },
      '/sandbox/mailbox/newest': page(),
      '/sandbox/mailbox/newest/link': {
        ...page(),
        showsSecrets: true,
      },
      '/sandbox/migrations': page('POST'),
      '/sandbox/people': page('POST'),
      '/sandbox/runs': page(),
      '/sandbox/runs/[run]/with/[beside]': page(),
      '/sandbox/settings': act('POST'),
      // As its reader’s own house runs it. The front leads here.
      '/sandbox/source/[...file]': page(),
      '/sandbox/tables': page(),
      '/sandbox/tables/[name]': page(),
      '/sandbox/by-hand': page(),
      '/sandbox/traces': page(),
      '/sandbox/traces/[id]': page(),
      // A text to copy is no page either.
      '/sandbox/traces/[id]/log': {
        ...page(),
        onStage: false,
      },
      '/sandbox/traces/[id]/test': {
        ...page(),
        onStage: false,
      },
      // A file is no page.
      '/sandbox/download': {
        ...page(),
        onStage: false,
        showsSecrets: true,
      },
    },
  ),
  // Each bends requests to the app: src/levers/labs/labs.ts.
  ...scope(
    {
      pipeThrough: ['browser'],
      traced: false,
      onStage: true,
    },
    {
      '/labs': page(),
      '/labs/peel': page('POST'),
      '/labs/race': page('POST'),
      '/labs/split': page('POST'),
      '/labs/wall': page('POST'),
      '/labs/hunt': page('POST'),
    },
  ),
  // A call from the prompt has a trace of its own, without the request that
  // brought it: src/console/perform.ts.
  ...scope(
    { pipeThrough: ['browser'], traced: false },
    {
      '/console': {
        ...page('POST'),
        onStage: true,
        leavesNoTrace: true,
      },
      '/console/calls': {
        ...act('POST'),
        leavesNoTrace: true,
        leavesFlash: true,
      },
      '/console/registry.json': {
        ...page(),
        leavesFlash: true,
      },
    },
  ),
  // They bring a sandbox of their own, or take it away.
  ...scope(
    {
      pipeThrough: ['browser'],
      traced: false,
      onStage: true,
      makesSandbox: false,
    },
    {
      '/sandbox/delete': act('POST'),
      '/sandbox/catch-up': {
        ...page('POST'),
        leavesNoTrace: true,
      },
      '/sandbox/reset': act('POST'),
      // A form with a file, which no stage sends.
      '/sandbox/restore': {
        ...page('POST'),
        onStage: false,
      },
      '/sandbox/seeds': act('POST'),
      '/sandbox/undo': {
        ...act('POST'),
        leavesNoTrace: true,
      },
      '/acts': {
        ...act('POST'),
        leavesNoTrace: true,
        inLinks: true,
      },
    },
  ),
  // What somebody searches a list for is no act.
  ...scope(
    {
      pipeThrough: ['browser'],
      traced: false,
      makesSandbox: false,
    },
    {
      '/tags': page(),
      '/tags/[tag]': page(),
      // For search engines.
      '/robots.txt': { ...page(), leavesFlash: true },
      '/sitemap-index.xml': {
        ...page(),
        leavesFlash: true,
      },
      '/sitemap-0.xml': { ...page(), leavesFlash: true },
    },
  ),
  // Progress is the visitor’s, not the sandbox’s.
  ...scope(
    {
      pipeThrough: ['browser'],
      traced: false,
      makesSandbox: false,
    },
    {
      '/progress': { ...page('POST'), byItself: true },
      '/misled': page(),
      '/progress/delete': act('POST'),
      '/progress/export': page(),
      // A file, which a trace would hold whole.
      '/progress/import': {
        ...act('POST'),
        leavesNoTrace: true,
      },
      '/recall': { ...page('POST'), leavesNoTrace: true },
    },
  ),
  // A link that somebody sent: robots open it too.
  ...scope(
    {
      pipeThrough: ['browser'],
      traced: false,
      makesSandbox: false,
      leavesFlash: true,
    },
    { '/m/[code]': page() },
  ),
  ...scope(
    { pipeThrough: ['browser'] },
    {
      '/predictions': {
        ...page('POST'),
        makesSandbox: false,
      },
      '/twins/[name]': { ...page('POST'), bends: true },
      '/ways': {
        ...act('POST'),
        leavesNoTrace: true,
        makesSandbox: false,
      },
      '/exercises': {
        ...act('POST'),
        leavesNoTrace: true,
        makesSandbox: false,
      },
      '/recalls': {
        ...act('POST'),
        leavesNoTrace: true,
        makesSandbox: false,
      },
      '/refused': page(),
      // What it shows of a run was left by others.
      '/try': {
        ...page(),
        makesSandbox: false,
        traced: false,
      },
      // Whoever looks for something is on their way to it.
      '/search': {
        ...page(),
        makesSandbox: false,
        traced: false,
        leavesFlash: true,
      },
      // What its visitor keeps here is a cookie, and no part of a demo.
      '/teach': {
        ...page('POST', 'DELETE'),
        makesSandbox: false,
        traced: false,
      },
      '/teach/class': {
        ...page('POST'),
        makesSandbox: false,
        traced: false,
      },
      '/fragments/progress': {
        ...page(),
        traced: false,
        leavesFlash: true,
      },
    },
  ),
  // Made of lessons as they stand on paper, for whoever asks now.
  ...scope(
    {
      pipeThrough: ['browser'],
      traced: false,
      makesSandbox: false,
      leavesFlash: true,
    },
    {
      '/atom.xml': page(),
      '/print': page(),
      '/rss.xml': page(),
    },
  ),
  ...scope(
    {
      pipeThrough: ['live'],
      traced: false,
      showsSecrets: true,
      bends: true,
    },
    { '/live': act('POST'), '/live/[id]': page('POST') },
  ),
  ...scope(
    {},
    {
      '/decisions': page(),
      '/decisions/[decision]': page(),
      '/error': page(),
      '/offline': page(),
      '/favicon.svg': page(),
      '/glossary': page(),
      '/lessons': page(),
      '/lessons/by-date': page(),
      '/lessons/[part]/[lesson]': page(),
      '/pictures/[part]/[lesson]/[step]': page(),
      '/print/[part]/[lesson]': page(),
      '/recordings/[part]/[lesson]/[step]': page(),
      '/source/[...file]': page(),
      '/teach/[page]': page(),
      '/teach/lessons/[part]/[lesson]': page(),
      '/closed/lessons/[part]/[lesson]': page(),
      '/closed/print/[part]/[lesson]': page(),
    },
  ),
} as const

/** By their patterns, as the folders of `src/pages` name them. */
export const ROUTES = {
  ...PAGES,
  ...ACTS,
  ...GLASS,
} as const

/** A page of the app: what a demo may show. */
export type AppPage = keyof typeof PAGES

type LabOf<Pattern> =
  Pattern extends `/labs/${infer Name}` ? Name : never

/** A lab, by the last part of its address. */
export type LabName = LabOf<keyof typeof ROUTES>

/** The labs that there are, in the order of this file. */
export const LAB_NAMES = Object.keys(ROUTES).flatMap(
  // Of a key nothing but its text is known, and it was a key of `ROUTES`.
  (pattern) =>
    pattern.startsWith('/labs/')
      ? [pattern.slice('/labs/'.length) as LabName]
      : [],
)

/** The pages of the app, in the order of this file. */
export const APP_PAGES = Object.keys(
  PAGES,
) as readonly AppPage[]

// What no page answers is refused as any page is.
const UNKNOWN: Route = {
  ...USUAL,
  pipeline: 'browser',
  guards: [],
}

/** What is true of a route, by its pattern. */
export const routeOf = (pattern: string): Route =>
  Object.hasOwn(ROUTES, pattern)
    ? ROUTES[pattern as keyof typeof ROUTES]
    : UNKNOWN

/** The plugs of a route’s pipeline: they look things up. */
export function pipelineOf(
  pattern: string,
): readonly PlugName[] {
  const { pipeline } = routeOf(pattern)
  return pipeline === null ? [] : PIPELINES[pipeline]
}

/**
 * Whether a browser may keep nothing of it: a link with its
 * token, and what only somebody sees who has proved a
 * moment ago who they are.
 */
export function showsSecrets(pattern: string): boolean {
  const route = routeOf(pattern)
  return (
    route.showsSecrets ||
    pattern.includes('[token]') ||
    route.guards.includes('requireSudoMode')
  )
}

/** Whether a request is an act of its reader, and its trace is kept. */
export function isTraced(
  pattern: string,
  {
    acts,
    frame,
  }: {
    /** It sends something. */
    readonly acts: boolean
    /** A stage asks by itself, as it opens. */
    readonly frame: boolean
  },
): boolean {
  const { traced, leavesNoTrace, byItself } =
    routeOf(pattern)
  if (leavesNoTrace) return false
  return acts ? !(frame && byItself) : traced && !frame
}

/**
 * The pattern of the route that answers a path, or `null`. What is
 * written out is meant before what a parameter may be.
 *
 * @example
 * findRoute('/scores/new')
 * // => '/scores/new'
 * findRoute('/scores/7')
 * // => '/scores/[id]'
 * findRoute('/scores/7/8')
 * // => null
 */
export function findRoute(
  path: string,
): keyof typeof ROUTES | null {
  const fitting = PATTERNS.filter(
    (pattern) => paramsIn(path, pattern) !== null,
  )
  return (
    fitting.find((pattern) => pattern === path) ??
    fitting[0] ??
    null
  )
}

const PATTERNS = Object.keys(
  ROUTES,
) as (keyof typeof ROUTES)[]
