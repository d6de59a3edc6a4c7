/** Whatever a page shows, a program may ask for. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { HttpBrowser, type Answer } from '../support/http-browser.ts'
import { addressesOf, type Asked } from '../support/page-addresses.ts'

const HTML = { accept: 'text/html' }
const JSON_WANTED = { accept: 'application/json' }

/** The pages that are made for who asks, by the route that Astro makes of the file. */
const routes = globSync('src/pages/**/*.astro')
  .filter((file) => readFileSync(file, 'utf8').includes('export const prerender = false'))
  .map((file) => file.replaceAll('\\', '/').replace(/^src\/pages|(?:\/index)?\.astro$/g, ''))
  .map((route) => route || '/')

/** Nobody comes to it by its address: programs are answered before it would be drawn. */
const HAS_NO_ADDRESS = '/refused'
/** It stands in an act, which has a sandbox of its own: a test below runs one. */
const NEEDS_RUNS = '/sandbox/runs/[run]/with/[beside]'
/** It is a page in a house that has a fault, and nowhere else: test/requests/hunt.test.ts asks it. */
const NEEDS_FAULT = '/sandbox/source/[...file]'
/** It is for a teacher alone: test/requests/teach.test.ts asks it. */
const NEEDS_KEY = '/teach/class'

function ask(
  browser: HttpBrowser,
  { path, fields }: Asked,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  return fields ? browser.post(path, fields, headers) : browser.get(path, headers)
}

const typeOf = ({ headers }: Answer) => headers.get('content-type')?.split(';', 1)[0]

/** The trace that an answer tells of, and the one that is kept under its number. */
async function tracesOf(browser: HttpBrowser, { json: { trace } }: Answer) {
  const kept = trace && (await browser.getJson(`/sandbox/traces/${trace.id}`)).json.trace
  return { told: trace, kept }
}

describe('the trace in a JSON answer', () => {
  test('is the one that is kept, whatever page was asked for', async () => {
    const browser = new HttpBrowser()

    const asked = Object.values(await addressesOf(browser))
    const isLook = ({ path }: Asked) => path.startsWith('/sandbox/')
    for (const address of asked.filter((one) => !isLook(one))) {
      const { told, kept } = await tracesOf(browser, await ask(browser, address, JSON_WANTED))
      expect(kept, address.path).toEqual(told)
    }
  })

  test.for([
    ['requireAuthenticatedUser', '/users/settings', undefined],
    ['requireSudoMode', '/as/ana/users/settings', undefined],
    ['redirectIfUserIsAuthenticated', '/as/ana/users/register', { 'user[email]': 'a@b' }],
  ] as const)('names %s when that plug has answered', async ([plug, path, fields]) => {
    const browser = new HttpBrowser()
    await browser.post('/sandbox/seeds', { name: 'club' })
    await browser.post('/sandbox/clock', { advance: '11m' })

    const address: Asked = { path, ...(fields && { fields }) }
    const { told, kept } = await tracesOf(browser, await ask(browser, address, JSON_WANTED))

    expect(told?.steps.find(({ outcome }) => outcome === 'halt')?.name).toBe(plug)
    expect(kept).toEqual(told)
  })
})

describe('every page', () => {
  test('answers HTML to a browser, and JSON to a program', async () => {
    const browser = new HttpBrowser()
    const asked = await addressesOf(browser)

    for (const [route, address] of Object.entries(asked)) {
      const page = await ask(browser, address, HTML)
      const twin = await ask(browser, address, JSON_WANTED)

      expect([page.status, typeOf(page)], route).toEqual([200, 'text/html'])
      expect([twin.status, typeOf(twin)], route).toEqual([200, 'application/json'])
      expect([twin.json.ok, typeof twin.json.scope.persona], route).toEqual([true, 'string'])
    }
  })

  test('does so for two runs of an act', async () => {
    const browser = new HttpBrowser()
    for (const step of ['1', '2']) await browser.post('/acts', { act: 'bo-goes-down', step })
    const path = '/sandbox/runs/1/with/2'

    const [page, twin] = [await browser.get(path, HTML), await browser.getJson(path)]

    expect([page.status, typeOf(page)]).toEqual([200, 'text/html'])
    expect([twin.status, twin.json.ok]).toEqual([200, true])
  })

  test('has an address that is asked', async () => {
    const asked = Object.keys(await addressesOf(new HttpBrowser()))

    // A new page: give it an address in test/support/page-addresses.ts.
    const others = [HAS_NO_ADDRESS, NEEDS_RUNS, NEEDS_FAULT, NEEDS_KEY]
    expect([...asked, ...others].toSorted()).toEqual(routes.toSorted())
  })
})
