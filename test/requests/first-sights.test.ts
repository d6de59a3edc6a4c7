/** What a stage shows of a page before anybody has acted, beside the page itself. */
import type { experimental_AstroContainer } from 'astro/container'
import { getViteConfig } from 'astro/config'
import { createServer, type InlineConfig, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { APP_PAGES, type AppPage } from '#router.ts'
import { formsIn, wordsOf } from '../support/forms-in.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { addressesOf, type Asked } from '../support/page-addresses.ts'

type Container = Pick<experimental_AstroContainer, 'renderToString'>

const TITLE = 'page-title'

let server: ViteDevServer
let container: Container
let firstSight: Parameters<Container['renderToString']>[0]
let browser: HttpBrowser
let asked: Readonly<Record<string, Asked>>

beforeAll(async () => {
  // Without the site's own configuration: that starts a front beside Vite.
  const astro = { configFile: false, logLevel: 'error' } as const
  const forVite = getViteConfig({ logLevel: 'error' }, astro)
  const config = (await forVite({ mode: 'test', command: 'serve' })) as InlineConfig
  server = await createServer({
    ...config,
    configFile: false,
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
  })
  const rendering = await server.ssrLoadModule('astro/container')
  container = await (
    rendering['experimental_AstroContainer'] as typeof experimental_AstroContainer
  ).create()
  const component = await server.ssrLoadModule('/src/stage/act/FirstSight.astro')
  firstSight = component['default'] as typeof firstSight
  browser = new HttpBrowser()
  asked = await addressesOf(browser)
  // It makes a server of its own.
}, 60_000)
afterAll(() => server.close())

/** The address of a page as a demo writes it: without a persona, and without anybody's token. */
const writtenAs = (page: AppPage) =>
  page.includes('[token]') ? page : (asked[page]?.path ?? page).replace(/^\/as\/\w+/, '')

// The site's own home stands at the bare address; a persona's is the app's.
const addressOf = (page: AppPage) => (page === '/' ? '/as/ana/' : (asked[page]?.path ?? page))

/** Without what nobody knows before somebody has asked: how the organization is called, whom the link is for. */
const asYetUnknown = (title: string | null) =>
  title?.replace('Glass Works', 'glass-works').replace(/ [^ @]+@[^ @]+$/, '')

test.for(APP_PAGES)('of %s has its title, and forms that it has', async (page) => {
  const path = writtenAs(page)
  const sight = await container.renderToString(firstSight, {
    props: { page: path, start: 'nobody is registered' },
  })
  const { text } = await browser.get(addressOf(page), { accept: 'text/html' })

  const written = formsIn(text, path).map(({ action, ...form }) => ({
    ...form,
    action: action.replace(/^\/as\/\w+/, ''),
  }))
  expect(wordsOf(sight, TITLE)).toBe(asYetUnknown(wordsOf(text, TITLE)))
  for (const form of formsIn(sight, path)) expect(written).toContainEqual(form)
})
