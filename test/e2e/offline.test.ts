/** A lesson is read without its server: what was visited is kept, and what was not says so. */
import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { longOf } from '../support/long.ts'
import { PHONE, test as base, type Reader } from '../support/reader.ts'

const VISITED = '/lessons/persons/down-and-back'
const STEP = 'bo-goes-down.2'
const OTHER = '/lessons/forms/wrong-addresses'
const KEEPS = { serviceWorkers: 'allow', viewport: { width: 1280, height: 720 } } as const

const test = base
  // A server of its own: it is stopped.
  .extend('server', async ({}, { onCleanup }) => {
    const server = await startBuiltServer()
    onCleanup(() => server.stop())
    return server
  })
  // Somebody whose browser has kept a lesson, of the server that all tests share unless it is told.
  .extend('visitor', ({ sitDown }) => async (options: BrowserContextOptions = {}) => {
    const reader = await sitDown({ ...KEEPS, ...options })
    await reader.openLesson(VISITED)
    await isKept(reader)
    return reader
  })
const long = longOf(test)

/** What the browser keeps, by address. */
const addressesKept = ({ page }: Reader): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys()
    const all = await Promise.all(
      names.map(async (name) => (await caches.open(name)).keys().then((keys) => keys)),
    )
    return all.flat().map(({ url }) => new URL(url).pathname)
  })

/** Waits until the lesson is, with its list entry: that is written last. */
const isKept = (reader: Reader) =>
  expect
    .poll(async () => (await addressesKept(reader)).filter((path) => path === '/_kept').length, {
      timeout: 20_000,
    })
    .toBe(1)

/** The server is gone, as by a power cut: not a word is answered. */
async function stop(server: BuiltServer, reader: Reader): Promise<void> {
  reader.expectComplaint(
    /ERR_CONNECTION_RE(?:FUSED|SET)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|status of 503|Failed to fetch|ERR_FAILED/,
  )
  process.kill(server.pid(), 'SIGKILL')
  await expect.poll(() => server.exitCode() !== null || isDown(server)).toBe(true)
}

const isDown = async ({ origin }: BuiltServer) =>
  fetch(`${origin}/healthz`).then(
    () => false,
    () => true,
  )

describe('without its server', () => {
  test('a visited lesson is read, its runs say what is missing, and recordings open', async ({
    visitor,
    server,
  }) => {
    const reader = await visitor({ baseURL: server.origin })
    const { page } = reader
    await stop(server, reader)
    await page.reload({ waitUntil: 'load' })

    await reader.shows('.plain-http', 'You read this lesson as your browser has kept it')
    expect(await page.locator('h1').first().innerText()).not.toBe('')
    expect(await reader.faults('a kept lesson')).toEqual([])
    // Its code is here: a Run is answered in place.
    const run = page.locator(`form[data-run="${STEP}"] button`).first()
    await run.scrollIntoViewIfNeeded()
    await run.click()
    await reader.shows('.stage-strip [data-notice]', 'Your server did not answer.')
    await reader.shows('.stage-strip [data-notice]', 'You see the recording.')
    await reader.shows(`[data-part="act-${STEP}"]`, 'Your server did not answer.')
    await page.locator(`glass-list[data-trace="recorded-${STEP.replace('.', '-')}"]`).waitFor()
    expect(reader.path).toBe(VISITED)
    // A recording has a page of its own.
    await page.goto(`${VISITED.replace('lessons', 'recordings')}/${STEP}`)
    await reader.shows('h1', 'Recorded:')
    expect(await page.locator('.stage-list').first().innerText()).toContain('POST')
  })

  test('a run of the reader’s own stays, and no recording takes its place', async ({
    visitor,
    server,
  }) => {
    const reader = await visitor({ baseURL: server.origin })
    const { page } = reader
    const run = page.locator(`form[data-run="${STEP}"] button`).first()
    await run.scrollIntoViewIfNeeded()
    await run.click()
    await page.locator('.stage-strip', { hasText: 'run 1 of' }).first().waitFor()
    const before = await page.locator('.stage-list').first().innerText()
    await stop(server, reader)
    await run.click()

    await reader.shows('.stage-strip [data-notice]', 'Your server did not answer.')
    await reader.shows('.stage-strip [data-notice]', 'What you typed is kept.')
    expect(await page.locator('.stage-list').first().innerText()).toBe(before)
  })

  test('what was not visited says so, and lists what is here', async ({ visitor, server }) => {
    const reader = await visitor({ baseURL: server.origin })
    const { page } = reader
    const title = await page.locator('h1').first().innerText()
    await stop(server, reader)
    const answer = await page.goto(OTHER)

    expect(answer?.status()).toBe(503)
    await reader.shows('h1', 'This page is not kept here')
    expect(await reader.faults('the page for what is not kept')).toEqual([])
    // It has the look of the house: its sheets came along.
    expect(
      await page.locator('.error-page').evaluate((each) => getComputedStyle(each).display),
    ).toBe('grid')
    await page.goto('/users/log-in')
    await reader.shows('h1', 'This page is not kept here')
    await page.locator('.error-page li a', { hasText: title }).click()
    await reader.shows('.plain-http', 'You are offline')
    expect(reader.path).toBe(VISITED)
  })

  long('the page for what was not kept fits a phone by night', async ({ visitor, server }) => {
    const reader = await visitor({ baseURL: server.origin, ...PHONE, colorScheme: 'dark' })
    await stop(server, reader)
    await reader.page.goto(OTHER)

    await reader.shows('h1', 'This page is not kept here')
    expect(await reader.faultsByDay('the page for what is not kept')).toEqual([])
  })
})

describe('with its server', () => {
  test('nothing of anybody is kept, and pages are as the server has them', async ({ sitDown }) => {
    const reader = await sitDown(KEEPS)
    const { page } = reader
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(VISITED, { waitUntil: 'networkidle' })
    // At rest it asks for nothing.
    expect(asked.filter((path) => /offline|keep-lesson/.test(path))).toEqual([])
    await reader.openLesson(VISITED)
    await isKept(reader)
    const [cookie] = await reader.context.cookies()
    expect(cookie).toBeUndefined()
    await page.locator(`form[data-run="bo-goes-down.1"] button`).first().click()
    await page.locator('.stage-strip', { hasText: 'run 1 of' }).first().waitFor()
    for (const path of [
      ...['/users/register', '/sandbox', '/sandbox/mailbox', '/progress', '/console', '/labs/peel'],
      ...['/as/bo/users/settings', '/teach', '/', '/lessons'],
    ])
      await page.goto(path)

    const kept = await addressesKept(reader)
    expect(kept.filter((path) => !/^\/(?:_astro|recordings)\//.test(path)).sort()).toEqual([
      ...['/_kept', '/favicon.svg', '/lessons/persons/down-and-back', '/offline.json'],
      '/theme.js',
    ])
    // Neither a cookie nor what is made for one comes into it.
    const texts = await page.evaluate(async () => {
      const all = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
      const answers = (await Promise.all(all.map((cache) => cache.matchAll()))).flat()
      return Promise.all(answers.map((answer) => answer.text()))
    })
    const values = (await reader.context.cookies()).map(({ value }) => value)
    // A path that is kept to lead back is none.
    const secrets = values.filter((value) => /^[\w-]{20,}$/.test(value))
    expect(secrets.length).toBeGreaterThan(0)
    expect(secrets.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([])
    await page.goto(VISITED)
    expect(await page.locator('.plain-http').count()).toBe(0)
  })

  test('which takes it back, a browser lets all of it go', async ({ visitor }) => {
    const reader = await visitor()
    const { page, context } = reader
    // As from a site that serves it no more.
    await context.route('**/offline.json', (route) => route.fulfill({ status: 404, body: '' }))
    reader.expectComplaint(/404/)
    await page.reload()
    await reader.openLesson(VISITED)

    await expect.poll(() => page.evaluate(() => caches.keys()), { timeout: 15_000 }).toEqual([])
    const registrations = () =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)
    await expect.poll(registrations).toBe(0)
  })
})

test('over plain http to another machine there is no such thing', async ({ sitDown }) => {
  const origin = inject('origin').replace('localhost', 'course.test')
  const reader = await sitDown({ ...KEEPS, baseURL: origin })
  reader.expectComplaint(/status of 421|Cross-Origin-Opener-Policy/)
  await reader.page.goto('/nowhere')

  expect(await reader.page.evaluate(() => 'serviceWorker' in navigator)).toBe(false)
})
