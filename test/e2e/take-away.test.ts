import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { momentHash } from '#course/moment-link.ts'
import { launchBrowser } from '../support/browser.ts'
import { Reader } from '../support/reader.ts'

const LESSON = '/lessons/looking-around/trying-an-invalid-user'
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] }

let browser: Browser
let reader: Reader

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  expect(await reader.leave()).toEqual([])
})

async function open(path = LESSON, options: BrowserContextOptions = CLIPBOARD): Promise<void> {
  reader = await Reader.sitDown(browser, options)
  await reader.openLesson(path, { live: options.javaScriptEnabled !== false })
}

const copied = () => reader.page.evaluate(() => navigator.clipboard.readText())
const bar = () => reader.page.locator('.stage-moment')
const traces = async () => {
  const answer = await reader.page.request.get('/sandbox/traces', {
    headers: { accept: 'application/json' },
  })
  return ((await answer.json()) as { traces: { title: string }[] }).traces
}

describe('copy as curl', () => {
  test('sends the same request from a shell, and is answered the same', async () => {
    await open()
    await reader.register(`o'hara`)
    await reader.shows('.trace-summary', 'must have the @ sign')
    await reader.page.locator('.trace-curl summary').click()
    await reader.page.locator('.trace-curl').getByRole('button', { name: 'Copy' }).click()
    await reader.shows('.trace-curl button', 'Copied')

    const cookies = await reader.context.cookies()
    const COOKIE = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', await copied()], {
      env: { ...process.env, COOKIE },
    })

    expect(await copied()).not.toContain('__Host-')
    expect(stdout).toMatch(/^HTTP\/1\.1 422 /)
    expect(stdout).toContain('must have the @ sign and no spaces')
    expect(stdout).toContain('o&#39;hara')
  })

  test('of a recording names the server that shows it', async () => {
    await open()

    await reader.page.locator('.trace-curl summary').click()

    await reader.shows('.trace-curl pre', `curl -i '${new URL(reader.page.url()).origin}/users/`)
  })

  test('is there without JavaScript, with nothing that needs it', async () => {
    await open(LESSON, { javaScriptEnabled: false })

    await reader.page.locator('.trace-curl summary').first().click()

    await reader.shows('.trace-curl pre', /^curl -i 'http:\/\/localhost[:\d]*\/users\/register'/)
    expect(await reader.page.getByRole('button', { name: 'Copy' }).isVisible()).toBe(false)
  })
})

describe('a link to a moment', () => {
  test('shows a stranger what it would do, and does it when they press Run', async () => {
    await open()
    await reader.register('ana@example.test')
    await reader.shows('.flash', 'An email was sent')
    await reader.followInBar('Demo')
    await reader.register('ANA@example.test')
    await reader.shows('.trace-summary', 'has already been taken')
    await reader.press('Link to this moment')
    await reader.shows('.flash', 'The link is copied.')
    const link = await copied()
    expect(await reader.leave()).toEqual([])

    await open(link)
    await bar().waitFor()
    expect(await bar().locator('li').allTextContents()).toEqual([
      'POST /users/register with user[email]=ana@example.test',
      'POST /users/register with user[email]=ANA@example.test',
    ])
    expect(await traces()).toEqual([])
    await reader.press('Run')
    await reader.shows('.trace-summary', 'has already been taken')

    expect(await bar().isVisible()).toBe(false)
    expect(new URL(reader.page.url()).hash).toBe('')
  })

  test('does nothing for whoever leaves it', async () => {
    const steps = [{ path: '/users/register', fields: [['user[email]', 'ana'] as const] }]
    await open(LESSON + momentHash({ demo: 'an-invalid-user', steps }))

    await reader.press('Leave it')

    expect(await bar().isVisible()).toBe(false)
    expect(await traces()).toEqual([])
  })

  test.for([
    ['a damaged one', '#moment=%%%', 'This link to a moment is damaged.'],
    ['a huge one', `#moment=${'A'.repeat(20_000)}`, 'too long to be one of ours'],
    [
      'one of another lesson',
      momentHash({ demo: 'another', steps: [{ path: '/scores', fields: [] }] })!,
      'a demo that is not in this lesson',
    ],
    [
      'one that wants too much',
      `#moment=${Buffer.from('["an-invalid-user",["/sandbox/delete"]]').toString('base64url')}`,
      'something that a link to a moment may not do',
    ],
  ] as const)('%s is refused with a sentence, and nothing to run', async ([, hash, sentence]) => {
    await open(LESSON + hash)

    await reader.shows('.stage-moment', sentence)

    expect(await bar().getByRole('button', { name: 'Run' }).isVisible()).toBe(false)
    expect(await traces()).toEqual([])
  })

  test('keeps nobody out at 320 px', async () => {
    const steps = [{ path: '/users/register', fields: [['user[email]', 'x'.repeat(180)] as const] }]
    await open(LESSON + momentHash({ demo: 'an-invalid-user', steps }), {
      viewport: { width: 320, height: 640 },
      colorScheme: 'dark',
    })
    await bar().waitFor()

    expect(await reader.faults('a link to a moment')).toEqual([])
  })
})
