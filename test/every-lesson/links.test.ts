/**
 * Every link of the site leads somewhere, and every page is led to: as a
 * visitor finds it who has no server yet. Whatever page there is, is asked for
 * here by itself; one that nobody can link to says why in `NOT_LINKED`.
 */
import { globSync } from 'node:fs'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { listLessons } from '#course/course.ts'
import { hasCome } from '#lib/day.ts'
import { paramsIn } from '#lib/route-pattern.ts'
import { ROUTES, type Route } from '#router.ts'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { crawl, type Crawled } from '../support/crawl.ts'
import { CONTENT } from '../support/the-course.ts'

/** Why no page leads a visitor there who has done nothing, by the beginning of the route. */
const NOT_LINKED: Readonly<Record<string, string>> = {
  '/console/registry.json': 'scripts ask for it',
  '/closed': 'the front answers with it in place of a lesson',
  '/error': 'the front answers with it',
  '/fragments': 'scripts ask for it',
  '/live/': 'an open page asks for it',
  '/m/': 'somebody sends its address',
  '/offline': 'a browser without a network shows it',
  '/predictions': 'it answers a form',
  '/progress/export': 'there is none before the first lesson',
  '/recall': 'nothing is asked before a lesson was read',
  '/refused': 'it answers in the place of another page',
  '/sandbox/catch-up': 'it answers a form',
  '/sandbox/mailbox/': 'there is no mail yet',
  '/sandbox/runs': 'there is no run yet',
  '/sandbox/source': 'it is a house with a fault',
  '/sandbox/traces/': 'nothing was done yet',
  '/scores/': 'its visitor has not logged in',
  '/organizations': 'its visitor has not logged in',
  '/source': 'a trace leads there, and nothing was done yet',
  '/teach/class': 'it is for a teacher',
  '/teach/lessons': 'it is for a teacher',
  '/users/log-in/': 'it comes by mail',
  '/users/settings/': 'its visitor has not logged in',
  '/robots.txt': 'search engines know it by its name',
  '/sitemap': 'robots.txt and search engines know it',
}

/** What refuses a visitor, and is linked all the same: by the time it is pressed there is a server; the guide is read by teachers. */
const REFUSES_A_VISITOR = ['/sandbox/download: it answers 404', '/teach/class: it answers 403']

let site: Crawled

beforeAll(async () => {
  site = await crawl(inject('origin'))
}, 300_000)

const notYet = listLessons().filter(({ opens }) => !hasCome(opens, Date.now()))
const isExpected = (line: string) =>
  REFUSES_A_VISITOR.some((refusal) => line.endsWith(`→ ${refusal}`)) ||
  notYet.some(({ href }) => line.includes(`→ ${href}`) && line.endsWith(': it answers 403'))

const isExcused = (path: string) =>
  Object.keys(NOT_LINKED).some((start) => path.startsWith(start)) || isPrintOfLater(path)

/** A lesson that opens later is printed then. */
const isPrintOfLater = (path: string) =>
  listLessons().some(
    (lesson) =>
      path === `/print/${lesson.path}` && lesson.opens && !hasCome(lesson.opens, Date.now()),
  )
const opened = () => [...site.pages.keys()].map((path) => path.split('?', 1)[0] ?? path)

describe('the links of the site', () => {
  test('lead to pages and places that are there', () => {
    expect(site.broken.filter((line) => !isExpected(line))).toEqual([])
    expect(site.pages.size).toBeGreaterThan(listLessons().length)
  })

  test('lead to each page that was built once', () => {
    const client = `${currentBuild(undefined, CONTENT)}/client`
    const built = globSync(`${client}/**/*.html`)
      .map((file) => file.slice(client.length).replace(/(?:\/?index)?\.html$/, '') || '/')
      .filter((path) => !isExcused(path))
    const paths = new Set(opened())

    expect(built.length).toBeGreaterThan(listLessons().length)
    expect(built.filter((path) => !paths.has(path))).toEqual([])
  })

  test('lead to each page that is made for whoever asks', () => {
    const paths = opened().map((path) => path.replace(/^\/as\/[^/]+(?=\/)/, '') || '/')
    const made = Object.entries<Route>(ROUTES)
      .filter(([, { methods, pipeline }]) => methods.includes('GET') && pipeline === 'browser')
      .map(([pattern]) => pattern)
      .filter((pattern) => !isExcused(pattern))

    expect(made.length).toBeGreaterThan(10)
    expect(
      made.filter((pattern) => !paths.some((path) => paramsIn(path, pattern) !== null)),
    ).toEqual([])
  })

  test('lead nowhere that is excused and found all the same', () => {
    const needless = Object.keys(NOT_LINKED).filter((start) =>
      Object.keys(ROUTES).every((pattern) => !pattern.startsWith(start)),
    )

    expect(needless).toEqual([])
  })
})
