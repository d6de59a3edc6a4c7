/** What `FORMS` tells an author of a demo is what the pages say. */
import { expect, test } from 'vitest'
import { FORMS } from '#course/forms.ts'
import { APP_PAGES, findRoute } from '#router.ts'
import { formsIn } from '../support/forms-in.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { addressesOf } from '../support/page-addresses.ts'

const PASSWORD = 'a boat in the garden'
const LEVERS = ['/sandbox', '/sandbox/clock', '/sandbox/migrations'] as const
// A lever that stands on every page; a demo has its own state to start with.
const NOT_FOR_DEMOS = ['/sandbox/reset', '/sandbox/delete', '/sandbox/seeds', '/labs/split']

type Fields = Readonly<Record<string, readonly string[]>>

/** The forms of pages that show what only some people meet: who has a password, two sessions, a token. */
async function meetMore(browser: HttpBrowser): Promise<string> {
  const token = await browser.registerAndReadToken('eva@example.test')
  await browser.post('/sandbox/settings', { registration_with_password: 'true' })
  const password = { 'user[password]': PASSWORD, 'user[password_confirmation]': PASSWORD }
  await browser.send('put', '/as/ana/users/settings', { action: 'update_password', ...password })
  await browser.post('/as/ana/users/settings/api-tokens')
  const ana = { 'user[email]': 'ana@example.test', 'user[password]': PASSWORD }
  await browser.sibling().post('/users/log-in', ana)
  return `/users/log-in/${token}`
}

function merged(forms: readonly (readonly [string, readonly string[]])[]): Fields {
  const byForm = Map.groupBy(forms, ([form]) => form)
  return Object.fromEntries(
    [...byForm].map(([form, all]) => [
      form,
      [...new Set(all.flatMap(([, fields]) => fields))].sort(),
    ]),
  )
}

const known = merged(
  Object.entries(FORMS).flatMap(([pattern, forms]) =>
    Object.entries(forms).map(([method, fields]) => [`${method} ${pattern}`, fields] as const),
  ),
)

async function formsOf(browser: HttpBrowser, path: string) {
  const { text } = await browser.get(path, { accept: 'text/html' })
  return formsIn(text, path).flatMap(({ action, method, fields }) => {
    const { pathname, searchParams } = new URL(action, browser.origin)
    const pattern = findRoute(pathname.replace(/^\/as\/\w+/, '')) ?? pathname
    const sent = [...fields, ...[...searchParams.keys()].filter((name) => name !== 'lesson')]
    return NOT_FOR_DEMOS.includes(pattern) ? [] : [[`${method} ${pattern}`, sent] as const]
  })
}

test('every form of the app and its levers is known, with every field', async () => {
  const browser = new HttpBrowser()
  const asked = await addressesOf(browser)
  const paths = [...APP_PAGES, ...LEVERS].map((page) => asked[page]?.path ?? page)
  const formsOfAll = () => Promise.all(paths.map((path) => formsOf(browser, path)))

  const found = await formsOfAll()
  const confirmation = await formsOf(browser, await meetMore(browser))
  const more = await formsOfAll()

  expect(merged([...found, ...more, confirmation].flat())).toEqual(known)
})
