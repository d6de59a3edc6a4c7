import { describe, expect } from 'vitest'
import { long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'

const emailField = ({ page }: Reader) =>
  page.locator('#registration_form input[name="user[email]"]')

async function goFromHomeToTheLesson(reader: Reader): Promise<void> {
  await reader.page.goto('/')
  await reader.shows('h1', 'glass walls')
  await reader.page.getByRole('link', { name: 'Wrong addresses' }).first().click()
  await reader.shows('h1', 'Wrong addresses')
  expect(await reader.page.locator('figure.listing').count()).toBeGreaterThan(0)
  expect(await reader.page.locator('[style]').count()).toBe(0)
}

/** Is refused by each layer in turn, registers, goes back to the form, and is refused once more. */
async function seeEachLayerAnswer(reader: Reader, goBack: () => Promise<unknown>): Promise<void> {
  await reader.register('')
  await reader.shows('.field-errors', "can't be blank")
  await reader.shows('.strip-sentence', 'The changeset refused')
  await reader.shows('.strip-status', '422')

  await reader.register('ana')
  await reader.shows('.field-errors', 'must have the @ sign and no spaces')
  expect(await emailField(reader).inputValue()).toBe('ana')
  const layers = await reader.page
    .locator('.steps li[data-step]')
    .evaluateAll((steps) => steps.map((step) => step.getAttribute('data-layer')))
  expect(new Set(layers)).toEqual(
    new Set(['request', 'plug', 'scope', 'context', 'changeset', 'reply']),
  )

  await reader.register(`${'a'.repeat(157)}@example.test`)
  await reader.shows('.field-errors', 'should be at most 160 character(s)')

  await reader.register('ana@example.test')
  await reader.shows('.flash', 'An email was sent to ana@example.test')
  await reader.shows('.strip', 'one mail sent')
  await reader.shows('.steps', 'users_email_index')

  await goBack()
  await reader.register('ANA@example.test')
  await reader.shows('.field-errors', 'has already been taken')
  expect(await reader.page.locator('.house > svg').getAttribute('aria-label')).toMatch(/\w/)
}

async function logInByTheMail(reader: Reader): Promise<void> {
  await reader.page.getByRole('link', { name: 'Confirmation instructions' }).click()
  await reader.page.getByRole('link', { name: 'Open the link' }).click()
  await reader.press('Confirm and stay logged in')

  await reader.shows('.flash', 'User confirmed successfully.')
  await reader.shows('.menu', 'ana@example.test')
  await reader.shows('.menu', 'Settings')
}

async function logOut(reader: Reader): Promise<void> {
  await reader.page.locator('.menu').getByRole('button', { name: 'Log out' }).click()
  await reader.shows('.menu', 'Register')
}

describe('the walk', () => {
  long('goes from the home page to a lesson', async ({ reader }) => {
    await goFromHomeToTheLesson(reader)
  })

  long('finds the form as it was built, and keeps it when the stage opens', async ({ reader }) => {
    reader.expectComplaint(/net::ERR_FAILED/)
    await reader.openLesson(LESSON)
    const html = () => reader.page.locator('glass-stage [data-part="page"]').first().innerHTML()

    const opened = await html()
    await reader.page.route('**/*.js', (route) => route.abort())
    await reader.page.reload()

    expect(await html()).toBe(opened)
  })

  test('registers with bad and good addresses, and sees each layer answer', async ({ reader }) => {
    await reader.openLesson(LESSON)

    await seeEachLayerAnswer(reader, () => reader.followInBar('Page'))

    expect(reader.path).toBe(LESSON)
  })

  test('opens the mailbox, presses the link and the button, is logged in, and logs out', async ({
    reader,
  }) => {
    await reader.openLesson(LESSON)
    await reader.register('ana@example.test')
    await reader.shows('.flash', 'An email was sent')

    await reader.page.locator('glass-stage a[href="/sandbox/mailbox"]').first().click()
    await logInByTheMail(reader)
    await reader.page.reload()
    await reader.shows('.menu', 'ana@example.test')

    await logOut(reader)
  })

  long('is nothing to another browser', async ({ reader, sitDown }) => {
    await reader.openLesson(LESSON)
    await reader.register('ana@example.test')
    await reader.shows('.flash', 'An email was sent')

    const other = await sitDown()
    await other.page.goto('/sandbox/mailbox')
    expect(await other.page.getByText('ana@example.test').count()).toBe(0)
    await other.openLesson(LESSON)
    await other.register('ana@example.test')
    await other.shows('.flash', 'An email was sent to ana@example.test')
  })

  test('needs no JavaScript, and leads back to the lesson', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    await goFromHomeToTheLesson(reader)

    await seeEachLayerAnswer(reader, () => reader.page.goto('/users/register'))

    await reader.page.goto('/sandbox/mailbox')
    await logInByTheMail(reader)
    await logOut(reader)
    await reader.page.goto(LESSON)
    await reader.register('ana')
    await reader.shows('.field-errors', 'must have the @ sign')
    await reader.page.getByRole('link', { name: 'Wrong addresses' }).first().click()
    await reader.shows('h1', 'Wrong addresses')
    expect(reader.path).toBe(LESSON)
  })
})
