/**
 * The pages that a search engine is told of, each with the day on which it
 * changed, where the course says so. In two files, as every reader of sitemaps
 * knows them: an index, and its one part.
 */
import { hasCome } from '#lib/day.ts'
import { ROUTES } from '#router.ts'
import { listLessons, listTags } from '#course/course.ts'
import { DECISIONS } from '../decisions/decisions.ts'
import { element } from '../xml.ts'
import { isForEngines } from './engines.ts'

export interface Place {
  readonly path: string
  /** `2026-11-23`; `null` for a page that says no day. */
  readonly changed: string | null
}

/** They are no pages, or lead to none that is not told of. */
const NO_PAGE = /\.(?:xml|txt|json|svg)$|^\/users\/|^\/console|^\/search$/

/**
 * Every page that is told of: what the router has without a parameter, the lessons that are open,
 * the tags, and the decisions.
 *
 * @example
 * listPlaces(Date.parse('2026-11-29')).find(({ path }) => path === '/lessons/persons/who-comes-in')
 * // => { path: '/lessons/persons/who-comes-in', changed: '2026-11-23' }
 */
export function listPlaces(now = Date.now()): readonly Place[] {
  const lessons = listLessons().filter(({ opens }) => hasCome(opens, now))
  const newest =
    lessons
      .map(({ published }) => published)
      .sort()
      .at(-1) ?? null
  const lists = ['/', '/lessons', '/lessons/by-date', '/tags']
  const alone = Object.keys(ROUTES)
    .filter((pattern) => !pattern.includes('[') && !NO_PAGE.test(pattern))
    .filter(isForEngines)
    .map((path) => ({ path, changed: lists.includes(path) ? newest : null }))
  return [
    ...alone,
    ...lessons.map(({ href, published }) => ({ path: href, changed: published })),
    ...listTags().map(({ href }) => ({ path: href, changed: null })),
    ...DECISIONS.map(({ href, day }) => ({ path: href, changed: day || null })),
  ]
}

/** The index, which names the part. */
export const sitemapIndex = (origin: string): string =>
  xml('sitemapindex', [`<sitemap>${locOf(origin, '/sitemap-0.xml')}</sitemap>`])

/** The part, which names the pages. */
export const sitemapPart = (origin: string, places: readonly Place[]): string =>
  xml(
    'urlset',
    places.map(({ path, changed }) => {
      const day = changed === null ? '' : `<lastmod>${changed}</lastmod>`
      return `<url>${locOf(origin, path)}${day}</url>`
    }),
  )

const xml = (root: string, entries: readonly string[]) =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`,
    ...entries,
    `</${root}>`,
    '',
  ].join('\n')

/** `URL` writes whatever is not an ASCII letter by its bytes. */
const locOf = (origin: string, path: string) => element('loc', new URL(origin + path).href)
