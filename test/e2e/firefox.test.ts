/** What another browser makes of cookies, of the stream and of Back. */
import { describe, expect, inject, test as base } from 'vitest'
import { findFirefox, Firefox } from '../support/firefox.ts'
import { startBehindProxy } from '../support/behind-proxy.ts'
import { longOf } from '../support/long.ts'

const ANA = 'ana@example.test'
const EMAIL = '#registration_form input[name="user[email]"]'
const path = findFirefox()

const test = base
  .extend('firefox', { scope: 'file' }, async ({}, { onCleanup }) => {
    const firefox = await Firefox.start(path ?? '')
    onCleanup(() => firefox.close())
    return firefox
  })
  .extend('page', ({ firefox }) => firefox.newReader())
  .extend('proxied', ({}, { onCleanup }) => startBehindProxy(onCleanup, { TRUSTED_PROXIES: '1' }))
const long = longOf(test)

if (path === null)
  console.info('No test in Firefox: there is none here. FIREFOX_PATH names one elsewhere.')

describe.skipIf(path === null)('in Firefox', () => {
  long(
    'cookies are kept over plain http, and two servers on two ports keep their own',
    async ({ page, proxied }) => {
      for (const [origin, email] of [
        [inject('origin'), ANA],
        [proxied.origin, 'bo@example.test'],
      ]) {
        await page.goto(`${origin}/users/register`)
        await page.send(EMAIL, email!)
        await page.untilAt('/users/log-in')
        await page.untilShows(`An email was sent to ${email}`)
      }

      await page.goto(`${inject('origin')}/sandbox/mailbox`)

      await page.untilShows(ANA)
      expect(await page.evaluate('document.body.innerText.includes("bo@example.test")')).toBe(false)
      expect(await page.evaluate('document.cookie')).toBe('')
    },
  )

  long('whoever keeps none is told so', async ({ page, proxied }) => {
    proxied.dropCookies()
    await page.goto(`${proxied.origin}/users/register`)
    await page.send(EMAIL, ANA)

    await page.untilShows('Your browser keeps no cookie of this site')
  })

  long('Back to a refused form shows it', async ({ page }) => {
    await page.goto(`${inject('origin')}/users/register`)
    await page.send(EMAIL, 'x')
    await page.until('document.querySelector(".field-errors") !== null')
    await page.press('.site-head a[href="/lessons"]')
    await page.untilAt('/lessons')

    await page.goBack()

    await page.untilAt('/users/register')
    await page.untilShows('must have the @ sign and no spaces')
    expect(await page.evaluate(`document.querySelector('${EMAIL}').value`)).toBe('x')
  })

  long(
    'a stream that was answered 502 comes back, and a log-out reaches every page',
    async ({ page, proxied }) => {
      const at = (where: string) => page.goto(proxied.origin + where)
      await at('/users/register')
      await page.send(EMAIL, ANA)
      await page.untilAt('/users/log-in')
      await at('/sandbox/mailbox')
      await page.press('.mailbox a')
      await page.until('document.querySelector(".mail pre a") !== null')
      await at(String(await page.evaluate('document.querySelector(".mail pre a").pathname')))
      await page.press('[data-part="page"] form button')
      await page.untilShows('User confirmed successfully.')
      await at('/guess')
      await page.untilShows('GuessLive, connected')
      await expect.poll(proxied.streams).toBeGreaterThan(0)

      const before = proxied.streams()
      proxied.setAway(true)
      await expect.poll(proxied.streams, { timeout: 60_000 }).toBeGreaterThan(before + 1)
      proxied.setAway(false)
      const asked = proxied.streams()
      await expect.poll(proxied.streams, { timeout: 60_000 }).toBeGreaterThan(asked)
      const other = await page.newTab()
      await other.goto(`${proxied.origin}/scores`)
      await other.press('.menu button')

      await page.untilAt('/users/log-in')
      await page.untilShows('You must log in to access this page.')
    },
  )
})
