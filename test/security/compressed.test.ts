/** What is compressed tells by its length what is in it: so no secret is. */
import { expect, inject, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'
import { addressesOf } from '../support/page-addresses.ts'

const ASKS = { 'accept-encoding': 'gzip', 'sec-fetch-site': 'same-origin' }
const TOKEN = /(?<![\w-])[\w-]{43}(?![\w-])/g

test('T10 no answer that is compressed holds a link, a token or a key', async () => {
  const browser = new HttpBrowser(inject('origin'))
  const addresses = Object.values(await addressesOf(browser)).filter(({ fields }) => !fields)
  const mails = (await browser.getJson('/sandbox/mailbox')).text
  const secrets = [...addresses.map(({ path }) => path), mails].flatMap(
    (text) => text.match(TOKEN) ?? [],
  )
  expect(new Set(secrets).size).toBeGreaterThan(1)

  const found: [path: string, isCompressed: boolean, isSecret: boolean][] = []
  for (const { path } of addresses) {
    for (const more of [{}, { accept: 'application/json' }, { 'glasshouse-fragment': 'stage' }]) {
      const { headers, text } = await browser.get(path, { ...ASKS, ...more })
      const isSecret = secrets.some((secret) => text.includes(secret))
      found.push([path, headers.has('content-encoding'), isSecret])
    }
  }

  expect(found.filter(([, isCompressed, isSecret]) => isCompressed && isSecret)).toEqual([])
  expect(found.filter(([, isCompressed]) => isCompressed).length).toBeGreaterThan(20)
  expect(found.filter(([, , isSecret]) => isSecret).length).toBeGreaterThan(1)
})

test('the page of a newcomer, and one’s own, are a fraction as long on the way', async () => {
  const browser = new HttpBrowser(inject('origin'))
  const { headers, text } = await browser.get('/', { 'accept-encoding': 'gzip' })

  expect(headers.get('content-encoding')).toBe('gzip')
  expect(headers.get('vary')).toMatch(/accept-encoding/i)
  expect(text).toContain('</html>')
  await browser.registerAndLogIn('ana@example.test')
  expect((await browser.get('/scores', ASKS)).headers.get('content-encoding')).toBe('gzip')
  const led = await browser.get('/scores', { ...ASKS, 'sec-fetch-site': 'cross-site' })
  expect(led.headers.get('content-encoding')).toBeNull()
})
