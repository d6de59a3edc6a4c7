import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect } from 'vitest'
import { momentHash } from '#course/moment-link.ts'
import { longOf } from '../support/long.ts'
import { PHONE, test as base, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] }

/** Opens a lesson, or a link to a moment of it. */
const test = base.extend(
  'open',
  ({ sitDown }) =>
    async (path = LESSON, options: BrowserContextOptions = CLIPBOARD) => {
      const reader = await sitDown(options)
      await reader.openLesson(path, { live: options.javaScriptEnabled !== false })
      return reader
    },
)
const long = longOf(test)

const copied = ({ page }: Reader) => page.evaluate(() => navigator.clipboard.readText())
const openTakeAway = ({ page }: Reader) => page.locator('.stage-foot .take-away > summary').click()
const bar = ({ page }: Reader) => page.locator('.stage-moment')
const traces = async ({ page }: Reader) => {
  const answer = await page.request.get('/sandbox/traces', {
    headers: { accept: 'application/json' },
  })
  return ((await answer.json()) as { traces: { title: string }[] }).traces
}

describe('copy as curl', () => {
  test('sends the same request from a shell, and is answered the same', async ({ open }) => {
    const reader = await open()
    await reader.register(`o'hara`)
    await reader.shows('.stage-strip .strip', 'must have the @ sign')
    await openTakeAway(reader)
    await reader.page.locator('.trace-curl summary').click()
    await reader.page.locator('.trace-curl').getByRole('button', { name: 'Copy' }).click()
    await reader.shows('.trace-curl button', 'Copied')

    const cookies = await reader.context.cookies()
    const COOKIE = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', await copied(reader)], {
      env: { ...process.env, COOKIE },
    })

    expect(await copied(reader)).not.toMatch(/__Host-|glasshouse_/)
    expect(stdout).toMatch(/^HTTP\/1\.1 422 /)
    expect(stdout).toContain('must have the @ sign and no spaces')
    expect(stdout).toContain('o&#39;hara')
  })

  long('of a recording names the server that shows it', async ({ open }) => {
    const reader = await open()

    await openTakeAway(reader)
    await reader.page.locator('.trace-curl summary').click()

    const { origin } = new URL(reader.page.url())
    await reader.shows('.trace-curl pre', `curl -i '${origin}/as/bo/users/`)
  })

  long('is there without JavaScript, with nothing that needs it', async ({ open }) => {
    const reader = await open(LESSON, WITHOUT_JAVASCRIPT)

    await openTakeAway(reader)
    // The lesson leaves it to the page of the recording.
    await reader.follow('Copy as curl')
    await reader.page.waitForURL('**/recordings/**')
    const command = reader.page.locator('.trace-curl summary')
    // A browser may open what a link leads into.
    if (!(await command.isVisible())) await openTakeAway(reader)
    await command.click()

    await reader.shows(
      '.trace-curl pre',
      /^curl -i 'http:\/\/localhost[:\d]*\/as\/bo\/users\/register'/,
    )
    expect(await reader.page.getByRole('button', { name: 'Copy' }).isVisible()).toBe(false)
  })
})

describe('copy as a test, and the query log', () => {
  long('are copied by a press', async ({ open }) => {
    const reader = await open()
    await reader.register(`o'hara`)
    await reader.shows('.stage-strip .strip', 'must have the @ sign')
    await openTakeAway(reader)

    await reader.follow('Copy as a test')
    await reader.shows('.take-away-box a', 'Copied')
    const file = await copied(reader)
    await reader.follow('Copy the query log')
    await expect.poll(() => copied(reader)).toBe('No query was asked.\n')

    expect(file).toContain(`['user[email]', 'o\\'hara']`)
    expect(file).toContain(`expect(answer.status).toBe(422)`)
  })

  long('are texts without JavaScript', async ({ open }) => {
    const reader = await open('/users/register', WITHOUT_JAVASCRIPT)
    await reader.register(`o'hara`)
    await openTakeAway(reader)

    await reader.follow('Copy as a test')

    await reader.shows('pre', `import { expect, test } from 'vitest'`)
  })

  long(
    'are not offered of a recording, which no server of the reader’s has run',
    async ({ open }) => {
      const reader = await open()
      await openTakeAway(reader)

      expect(await reader.page.locator('.take-away-box').textContent()).not.toContain('as a test')
    },
  )
})

describe('a link to a moment', () => {
  test('shows a stranger what it would do, and does it when they press Run', async ({ open }) => {
    const reader = await open()
    await reader.register('ana@example.test')
    await reader.shows('.flash', 'An email was sent')
    await reader.followInBar('Page')
    await reader.register('ANA@example.test')
    await reader.shows('.stage-strip .strip', 'has already been taken')
    await openTakeAway(reader)
    await reader.press('Link to this moment')
    await reader.shows('.flash', 'The link is copied.')

    const link = await copied(reader)
    expect(link).toMatch(/\/m\/[\w-]+\?end=refused\.changeset$/)

    const stranger = await open(link)
    await bar(stranger).waitFor()
    expect(new URL(stranger.page.url()).pathname).toBe(LESSON)
    expect(await bar(stranger).locator('li').allTextContents()).toEqual([
      'POST /as/bo/users/register with user[email]=ana@example.test',
      'POST /as/bo/users/register with user[email]=ANA@example.test',
    ])
    expect(await traces(stranger)).toEqual([])
    await stranger.press('Run')
    await stranger.shows('.stage-strip .strip', 'has already been taken')

    expect(await bar(stranger).isVisible()).toBe(false)
    expect(new URL(stranger.page.url()).hash).toBe('')
  })

  long('does nothing for whoever leaves it', async ({ open }) => {
    const steps = [{ path: '/users/register', fields: [['user[email]', 'ana'] as const] }]
    const reader = await open(LESSON + momentHash({ demo: 'six-tries', steps }))

    await reader.press('Leave it')

    expect(await bar(reader).isVisible()).toBe(false)
    expect(await traces(reader)).toEqual([])
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
      `#moment=${Buffer.from('["six-tries",["/sandbox/delete"]]').toString('base64url')}`,
      'something that a link to a moment may not do',
    ],
  ] as const)(
    '%s is refused with a sentence, and nothing to run',
    async ([, hash, sentence], { open }) => {
      const reader = await open(LESSON + hash)

      await reader.shows('.stage-moment', sentence)

      expect(await bar(reader).getByRole('button', { name: 'Run' }).isVisible()).toBe(false)
      expect(await traces(reader)).toEqual([])
    },
  )

  long('keeps nobody out at 320 px', async ({ open }) => {
    const steps = [{ path: '/users/register', fields: [['user[email]', 'x'.repeat(180)] as const] }]
    const reader = await open(LESSON + momentHash({ demo: 'six-tries', steps }), PHONE)
    await bar(reader).waitFor()

    expect(await reader.faults('a link to a moment')).toEqual([])
  })
})
