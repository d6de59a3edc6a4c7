import { readFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect } from 'vitest'
import { PHONE, long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/persons/who-comes-in'

const goToSandbox = ({ page }: Reader) => page.goto('/sandbox')
const fact = ({ page }: Reader, name: string) =>
  page
    .locator('.facts > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd')
    .innerText()

describe('the page of the sandbox', () => {
  test('says what the sandbox holds, and how long it is kept', async ({ reader }) => {
    await goToSandbox(reader)
    await reader.shows('.stage-window', 'You have no sandbox yet')
    await reader.goRegisterAndLogIn('ana@example.test')

    await goToSandbox(reader)

    expect(await fact(reader, 'Age')).toBe('less than a minute')
    expect(await fact(reader, 'Time left')).toBe('24 hours, anew with each visit')
    expect(await fact(reader, 'Database')).toMatch(/^\d+ KiB of 2048 KiB$/)
    expect(await fact(reader, 'Users')).toBe('1 of 50')
    expect(await fact(reader, 'Sessions')).toBe('1 of 200')
    expect(await fact(reader, 'Mails')).toBe('1 of 100')
    expect(await fact(reader, 'Clock')).toBe('on time')
    expect(await fact(reader, 'Migrations')).toBe('all have run')
    await reader.follow('1 of 200')
    await reader.shows('h1', 'Table users_tokens')
  })

  long('switches registration with a password on and off', async ({ reader }) => {
    await reader.goAndRegister('ana@example.test')
    await goToSandbox(reader)

    await reader.press('Switch it on')

    await reader.shows('.flash', 'The registration takes a password now, too.')
    await reader.page.goto('/users/register')
    const password = reader.page.locator('#registration_form [name="user[password]"]')
    expect(await password.count()).toBe(1)
    await goToSandbox(reader)
    await reader.press('Switch it off')
    await reader.shows('.flash', 'The registration takes an email alone again.')
    await reader.page.goto('/users/register')
    expect(await password.count()).toBe(0)
  })

  long('gives the database away as a file with its rows, and no secret', async ({ reader }) => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await goToSandbox(reader)
    const coming = reader.page.waitForEvent('download')

    await reader.follow('Download the database')

    const download = await coming
    expect(download.suggestedFilename()).toBe('glasshouse-sandbox-1.db')
    const file = await download.path()
    const db = new DatabaseSync(file, { readOnly: true })
    expect(db.prepare('select email from users').all()).toEqual([{ email: 'ana@example.test' }])
    expect(db.prepare('select context from users_tokens').all()).toEqual([{ context: 'session' }])
    expect(db.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
    db.close()
    const bytes = await readFile(file)
    for (const { value } of await reader.context.cookies())
      if (/^[\w-]{43}$/.test(value)) {
        expect(bytes.includes(value)).toBe(false)
        expect(bytes.includes(Buffer.from(value, 'base64url'))).toBe(false)
      }
  })

  long('begins everything again', async ({ reader }) => {
    await reader.goRegisterAndLogIn('ana@example.test')
    await goToSandbox(reader)
    await reader.shows('.who-name', 'You, ana@example.test')

    await reader.press('Reset everything')

    await reader.shows('.flash', 'Your sandbox is empty again: no users, no mails.')
    expect(await fact(reader, 'Users')).toBe('0 of 50')
    expect(await fact(reader, 'Mails')).toBe('0 of 100')
    await reader.shows('.who-name', 'You, a visitor')
  })

  long.for([
    [
      'Reset this demo',
      '“From visitor to person” begins again: your sandbox has its start state, “Nobody is registered”.',
    ],
    ['Reset this lesson', '“Who comes in?” begins again: your sandbox is empty.'],
  ] as const)('begins again with one press: %s', async ([button, sentence], { reader }) => {
    await reader.page.goto('/users/register?lesson=persons/who-comes-in')
    await reader.register('ana@example.test')
    await reader.shows('.flash', 'An email was sent')
    await goToSandbox(reader)

    await reader.press(button)

    await reader.shows('.flash', sentence)
    expect(await fact(reader, 'Users')).toBe('0 of 50')
    await reader.shows('.crumb', 'Who comes in?')
  })

  test.for([
    ['Reset', 'This act begins again.', true],
    ['Reset this demo', 'This act begins again.', false],
    ['Reset this lesson', 'This lesson begins again.', false],
    ['Reset everything', 'Your whole server is empty.', false],
  ] as const)('begins again from a lesson: %s', async ([button, sentence, inBar], { reader }) => {
    await reader.goAndRegister('ana@example.test')
    await reader.openLesson(LESSON)
    if (!inBar) {
      await reader.followInBar('About your server')
      await reader.shows('.facts', '1 of 50')
    }

    await reader.press(button)

    await reader.shows('[data-notice]', sentence)
    await reader.shows('[data-notice] button', 'Undo')
    expect(reader.path).toBe(LESSON)
    // A stage shows its demo again, at its beginning.
    await reader.page.locator('.stage #registration_form').waitFor()
    await goToSandbox(reader)
    expect(await fact(reader, 'Users')).toBe('0 of 50')
  })

  long(
    'deletes the sandbox at once, and makes no other before somebody acts',
    async ({ reader }) => {
      await reader.goRegisterAndLogIn('ana@example.test')
      await goToSandbox(reader)

      await reader.press('Delete my sandbox')

      await reader.shows('.flash', 'Your sandbox is deleted, with everything in it.')
      await reader.shows('.stage-window', 'You have no sandbox yet')
      for (const [path, text] of [
        ['/sandbox/mailbox', 'No mail yet'],
        ['/sandbox', 'You have no sandbox yet'],
      ] as const) {
        await reader.page.goto(path)
        await reader.shows('.stage-window', text)
      }
      await reader.goAndRegister('ana@example.test')
      await goToSandbox(reader)
      expect(await fact(reader, 'Users')).toBe('1 of 50')
    },
  )

  long('deletes it from a lesson, too', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await reader.register('ana@example.test')
    await reader.shows('.flash', 'An email was sent')
    await reader.followInBar('About your server')

    await reader.press('Delete my sandbox')

    await reader.shows('.flash', 'Your sandbox is deleted')
    await reader.shows('.stage-window', 'You have no sandbox yet')
    await reader.page.locator('[data-count]').first().waitFor({ state: 'hidden' })
  })

  long(
    'is one for several people, and another for another visitor',
    async ({ reader, sitDown, sitDownBeside }) => {
      await reader.goRegisterAndLogIn('ana@example.test')
      const bo = await sitDownBeside(reader)
      await bo.goRegisterAndLogIn('bo@example.test')
      const stranger = await sitDown()
      await stranger.goRegisterAndLogIn('cy@example.test')

      await goToSandbox(reader)
      expect([await fact(reader, 'Users'), await fact(reader, 'Sessions')]).toEqual([
        '2 of 50',
        '2 of 200',
      ])
      await reader.press('Reset everything')
      await reader.shows('.flash', 'Your sandbox is empty again')

      // Whoever shares the sandbox is logged out with it; whoever does not is not.
      await bo.page.goto('/sandbox')
      await bo.shows('.facts', '0 of 50')
      await bo.shows('.who-name', 'You, a visitor')
      await stranger.page.goto('/sandbox')
      await stranger.shows('.facts', '1 of 50')
      await stranger.shows('.who-name', 'You, cy@example.test')
    },
  )
})

long('a stage in another tab begins again when the sandbox does', async ({ reader }) => {
  await reader.openLesson(LESSON)
  await reader.register('ana@example.test')
  await reader.shows('.stage .flash', 'An email was sent')
  const tab = await reader.context.newPage()
  await tab.goto('/sandbox')

  await tab.getByRole('button', { name: 'Reset everything' }).click()

  await reader.page.locator('.stage #registration_form').waitFor()
  await reader.page.locator('[data-count]').first().waitFor({ state: 'hidden' })
  await reader.register('ana@example.test')
  await reader.shows('.stage .flash', 'An email was sent')
})

long(
  'without JavaScript every button of the page does the same, and leads back to the lesson',
  async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    const registerInLesson = async () => {
      await reader.page.goto(LESSON)
      await reader.register('ana@example.test')
      await reader.shows('.flash', 'An email was sent')
      await reader.page.goto(LESSON)
    }
    await registerInLesson()
    await reader.press('Reset')
    await reader.shows('.flash', '“From visitor to person” begins again')
    expect(reader.path).toBe('/sandbox')
    await reader.shows('.crumb', 'Who comes in?')

    await registerInLesson()
    await reader.followInBar('About your server')
    expect(await fact(reader, 'Users')).toBe('1 of 50')
    await reader.press('Reset this demo')
    await reader.shows('.flash', '“From visitor to person” begins again')
    await reader.press('Reset this lesson')
    await reader.shows('.flash', '“Who comes in?” begins again')
    await reader.press('Reset everything')
    await reader.shows('.flash', 'Your sandbox is empty again')
    expect(await fact(reader, 'Users')).toBe('0 of 50')
    await reader.press('Switch it on')
    await reader.shows('.flash', 'The registration takes a password now, too.')
    await reader.press('Switch it off')
    await reader.shows('.flash', 'The registration takes an email alone again.')
    const coming = reader.page.waitForEvent('download')
    await reader.follow('Download the database')
    expect((await coming).suggestedFilename()).toMatch(/^glasshouse-sandbox-\d+\.db$/)
    await reader.press('Delete my sandbox')

    await reader.shows('.flash', 'Your sandbox is deleted')
    await reader.shows('.stage-window', 'You have no sandbox yet')
  },
)

long('the page of the sandbox keeps nobody out, and fits a phone', async ({ sitDown }) => {
  const reader = await sitDown(PHONE)
  await reader.page.goto('/sandbox')
  const found = [...(await reader.faults('no sandbox'))]
  await reader.page.goto('/users/register?lesson=persons/who-comes-in')
  await reader.register('ana@example.test')
  await reader.shows('.flash', 'An email was sent')
  await reader.page.goto('/sandbox')
  await reader.shows('.facts', '1 of 50')
  found.push(...(await reader.faults('a sandbox')))
  await reader.openLesson(LESSON)
  await reader.followInBar('About your server')
  await reader.shows('.stage .facts', '1 of 50')
  found.push(...(await reader.faults('on a stage')))

  expect(found).toEqual([])
})
