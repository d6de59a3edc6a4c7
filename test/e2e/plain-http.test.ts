/**
 * A class on one network: plain http to another machine. Browsers keep their
 * locks, the clipboard and the cryptography for scripts back there.
 */
import { describe, expect } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { longOf } from '../support/long.ts'
import { PHONE, test as base, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const ANA = 'ana@example.test'
const LESSON = '/lessons/forms/wrong-addresses'
const NOTE = 'No real password belongs here.'

const test = base
  .extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await startBuiltServer(
      { PLAIN_HTTP: 'allowed' },
      { origin: (port) => `http://course.test:${port}` },
    )
    onCleanup(() => server.stop())
    return server
  })
  .extend('reader', ({ sitDown, server, options }) =>
    sitDown({ baseURL: server.origin, ...options }),
  )
const long = longOf(test)

const countStreams = ({ context }: Reader) => {
  const streams: string[] = []
  context.on('request', (request) => {
    if (request.method() === 'GET' && request.url().endsWith('/sandbox/events'))
      streams.push(request.frame().page().url())
  })
  return streams
}

long('is no secure context: what a browser keeps back there is missing', async ({ reader }) => {
  await reader.page.goto('/')

  const found = await reader.page.evaluate(() => ({
    secure: isSecureContext,
    locks: 'locks' in navigator,
    clipboard: 'clipboard' in navigator,
    subtle: 'subtle' in crypto,
  }))

  expect(found).toEqual({ secure: false, locks: false, clipboard: false, subtle: false })
})

describe.for([
  ['with JavaScript', {}],
  ['without JavaScript, on a phone', { ...PHONE, ...WITHOUT_JAVASCRIPT }],
] as const)('%s', ([, options]) => {
  long('every page says so, and fits', async ({ server, sitDown }) => {
    const reader = await sitDown({ baseURL: server.origin, ...options })
    reader.expectComplaint(/status of 404/)
    const source = '/source/src/app/accounts/user.ts'
    for (const path of [
      '/',
      '/lessons',
      LESSON,
      source,
      '/users/register',
      '/sandbox',
      '/nowhere',
    ]) {
      await reader.page.goto(path)

      expect([path, await reader.page.getByText(NOTE).count()]).toEqual([path, 1])
      const width = await reader.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect([path, width]).toEqual([path, 0])
    }
  })

  test('somebody registers, logs in and stays logged in', async ({ server, sitDown }) => {
    const reader = await sitDown({ baseURL: server.origin, ...options })
    await reader.goRegisterAndLogIn(ANA)

    await reader.page.goto('/scores')

    expect(reader.path).toBe('/scores')
    expect(await reader.context.cookies()).not.toEqual([])
  })
})

long('one tab holds the stream for all, and another when it is closed', async ({ reader }) => {
  const streams = countStreams(reader)
  await reader.goRegisterAndLogIn(ANA)
  await reader.page.goto('/guess')
  await reader.shows('[data-part="connected"]', 'GuessLive, connected')
  await expect.poll(() => streams.length, { timeout: 20_000 }).toBe(1)
  const other = await reader.context.newPage()
  await other.goto('/guess')
  await other.locator('[data-part="connected"]', { hasText: 'connected' }).waitFor()

  await reader.page.close()

  await expect.poll(() => streams.length, { timeout: 20_000 }).toBe(2)
  const third = await reader.context.newPage()
  await third.goto('/')
  await third.getByRole('button', { name: 'Log out' }).first().click()
  await other.waitForURL('**/users/log-in')
})

long('a command and a link are copied the old way', async ({ reader }) => {
  await reader.openLesson(LESSON)
  await reader.register('ana')
  await reader.page.locator('.stage-foot .take-away > summary').first().click()
  await reader.page.locator('.stage .trace-curl summary').first().click()
  await reader.page.locator('.stage [data-copy]').first().click()

  await reader.shows('.stage [data-copy]', 'Copied')
  await reader.page.locator('.stage [data-link]').first().click()
  await reader.shows('.stage .flash', 'The link is copied.')
})
