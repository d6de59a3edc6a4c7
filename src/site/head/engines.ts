/**
 * What a search engine may read. It is the course, and what stands around it:
 * pages that are the same for everybody. What is somebody's own, what only a
 * press leads to, and what repeats another page is left out.
 */
import { ROUTES, routeOf, showsSecrets } from '#router.ts'

/** Pages that are somebody’s own, answer a form, or are another edition of a page. By the beginnings of their addresses. */
const LEFT_OUT = [
  ...[
    '/as/',
    '/closed',
    '/error',
    '/fragments',
    '/m/',
    '/misled',
    '/offline',
    '/print',
    '/predictions',
    '/progress',
    '/recall',
  ],
  ...[
    '/console/registry.json',
    '/recordings',
    '/sandbox',
    '/refused',
    '/teach/class',
    '/teach/lessons',
    '/twins',
  ],
]

/**
 * What a stage shows is left out, but for the doors that stand open to anybody. To whoever has no
 * server yet, each of them is the same page.
 */
const OPEN_DOORS = ['/', '/console', '/users/log-in', '/users/register']

/**
 * Whether a search engine may read the pages of a route.
 *
 * @example
 * isForEngines('/lessons/[part]/[lesson]')
 * // => true
 * isForEngines('/sandbox/tables')
 * // => false
 */
export function isForEngines(pattern: string): boolean {
  if (OPEN_DOORS.includes(pattern)) return true
  const { methods, onStage, pipeline } = routeOf(pattern)
  return (
    Object.hasOwn(ROUTES, pattern) &&
    methods.includes('GET') &&
    !onStage &&
    pipeline !== 'live' &&
    !showsSecrets(pattern) &&
    !LEFT_OUT.some((start) => isBelow(pattern, start))
  )
}

const isBelow = (pattern: string, start: string) =>
  `${pattern}/`.startsWith(start.endsWith('/') ? start : `${start}/`)

/**
 * The file that a search engine asks for first. In it `$` is the end of an address.
 *
 * @example
 * robotsFile('https://course.example').split('\n').at(-2)
 * // => 'Sitemap: https://course.example/sitemap-index.xml'
 */
export const robotsFile = (origin: string): string =>
  [
    ...[
      '# The course is open. What is in somebody’s own server, and what only a press leads to, is not.',
    ],
    'User-agent: *',
    ...leftOut().map((start) => `Disallow: ${start}`),
    ...OPEN_DOORS.slice(1).map((path) => `Allow: ${path}$`),
    ...['', `Sitemap: ${origin}/sitemap-index.xml`, ''],
  ].join('\n')

/** The shortest beginnings of addresses that leave out nothing else. */
function leftOut(): readonly string[] {
  const patterns = Object.keys(ROUTES)
  const open = patterns.filter((pattern) => isForEngines(pattern) && !OPEN_DOORS.includes(pattern))
  const closed = [...LEFT_OUT, ...patterns.filter((pattern) => !isForEngines(pattern)), ...doors()]
  const starts = closed.map((pattern) => shortest(pattern.replace(/\[.*$/s, ''), open))
  const each = [...new Set(starts)].filter((start) => start !== '/')
  return each
    .filter((start) => !each.some((one) => one !== start && isBelowPath(start, one)))
    .sort()
}

/** What lies behind an open door is closed. */
const doors = () => OPEN_DOORS.filter((path) => path !== '/').map((path) => `${path}/`)

/** `/sandbox` stands for all that is below it, as long as nothing below it is open. */
function shortest(path: string, open: readonly string[]): string {
  const [first = ''] = path.split('/').slice(1)
  const top = `/${first}`
  // A rule is the beginning of an address, and `/m` would be that of many.
  const isShort = path !== `${top}/` && !open.some((pattern) => pattern.startsWith(top))
  return first !== '' && isShort ? top : path
}

const isBelowPath = (path: string, start: string) =>
  path.startsWith(start.endsWith('/') ? start : `${start}/`) || path === start
