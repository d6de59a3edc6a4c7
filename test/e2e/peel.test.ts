/** Layers switched off in a reader’s sandbox: on a stage, on a page of their own, by keys, on a phone. */
import { describe, expect } from 'vitest'
import { longOf } from '../support/long.ts'
import { PHONE, test as base, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/tables/one-row-each'
const DESK = { viewport: { width: 1280, height: 720 } }
const ASKS = 'unsafeValidateUnique, email'
const INDEX = 'users_email_index, unique index'

const test = base.extend('open', ({ sitDown }) => async () => {
  const reader = await sitDown(DESK)
  await reader.goAndRegister('ana@example.test')
  await reader.openLesson(LESSON)
  await reader.register('ana@example.test')
  await reader.shows('.strip', 'The changeset refused')
  return reader
})
const long = longOf(test)

const layer = ({ page }: Reader, name: string) =>
  page.getByRole('switch', { name, exact: true }).filter({ visible: true }).first()

/** Switches it, and waits until that is shown. */
async function flip(reader: Reader, name: string, to: 'on' | 'off'): Promise<void> {
  await layer(reader, name).click()
  await reader.page
    .locator(`[role="switch"][aria-checked="${to === 'on'}"][aria-label="${name}"]`)
    .first()
    .waitFor()
}

const isFocused = (reader: Reader, name: string) =>
  layer(reader, name).evaluate((button) => button === document.activeElement)

describe('on the stage of a lesson', () => {
  test('the same input goes on to the next layer, beside its house, until all is put back', async ({
    open,
  }) => {
    const reader = await open()
    await reader.press('Try it without this layer')
    await reader.shows('.stage-layers', 'Off in your sandbox: unsafeValidateUnique')
    expect(await layer(reader, ASKS).getAttribute('aria-checked')).toBe('false')
    expect(reader.path).toBe(LESSON)

    await reader.press('Send ana@example.test again')
    await reader.shows('.strip', 'The unique index refused')
    await reader.shows('.strip', '1 layer off')
    // House, strip and switches are on the screen together.
    for (const part of ['.house', '.strip', '.layers', '.stage-layers'])
      expect(await reader.page.locator(part).filter({ visible: true }).count()).toBeGreaterThan(0)

    await flip(reader, INDEX, 'off')
    await reader.press('Send ana@example.test again')
    await reader.shows('.strip', 'Answered')
    await reader.shows('.strip', '2 layers off')
    await reader.page.locator('.house-floor[data-switch="off"]').first().waitFor()
    await reader.shows('.house-floor[data-switch="off"]', 'users_email_index: off')

    await reader.press('Put all back')
    await reader.shows('.flash', 'All layers are back')
    await reader.page.locator('.layers-off').waitFor({ state: 'detached' })
    await reader.followInBar('Tables')
    await reader.shows('.table', '1 row')
  })

  long('a press of a switch keeps the place and the focus', async ({ open }) => {
    const reader = await open()
    await reader.followInBar('Layers')
    await layer(reader, INDEX).focus()
    const before = await reader.page
      .locator('.stage-window')
      .first()
      .evaluate((it) => it.scrollTop)

    await reader.page.keyboard.press('Space')
    await reader.shows('.stage-layers', 'users_email_index')

    await expect.poll(() => isFocused(reader, INDEX)).toBe(true)
    const after = await reader.page
      .locator('.stage-window')
      .first()
      .evaluate((it) => it.scrollTop)
    expect(Math.abs(after - before)).toBeLessThan(80)
    await reader.page.keyboard.press('Space')
    await reader.page.locator('.layers-off').waitFor({ state: 'detached' })
  })

  long('says so where the lab does not answer, and leaves what was there', async ({ open }) => {
    const reader = await open()
    reader.expectComplaint(/net::ERR_FAILED/)
    await reader.page.route('**/labs/**', (route) => route.abort())

    await reader.press('Try it without this layer')

    await reader.shows('.stage-strip', 'did not answer')
    await reader.shows('.stage-page', 'has already been taken')
    await reader.page.unroute('**/labs/**')
    await reader.press('Send it again')
    await reader.shows('.stage-layers', 'Off in your sandbox: unsafeValidateUnique')
  })

  long('has no fault that axe knows, by day and by night', async ({ open }) => {
    const reader = await open()
    await reader.press('Try it without this layer')
    await reader.shows('.stage-layers', 'unsafeValidateUnique')

    expect(await reader.faults('layers on a stage')).toEqual([])
  })
})

describe('on a page of its own', () => {
  long('all of it works without JavaScript', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    await reader.goAndRegister('ana@example.test')
    await reader.page.goto('/users/register')
    await reader.page.locator('input[name="user[email]"]').fill('ana@example.test')
    await reader.page.locator('#registration_form button').click()
    await reader.shows('.strip', 'The changeset refused')

    await reader.page.getByRole('button', { name: 'Try it without this layer' }).click()
    expect(reader.path).toBe('/labs/peel')
    await layer(reader, INDEX).click()
    await reader.shows('.layers-off', 'unsafeValidateUnique and users_email_index')
    await reader.page.getByRole('button', { name: 'Send ana@example.test again' }).click()
    await reader.shows('.strip', '2 layers off')

    await reader.page.goto('/labs/peel')
    await layer(reader, INDEX).click()
    await reader.shows('.form', 'users 2 would not have been let in')
    await reader.page.getByRole('button', { name: 'Put all back, from the snapshot' }).click()
    await reader.shows('.flash', 'All layers are back')
    await reader.page.goto('/sandbox/tables/users')
    await reader.shows('.table', '1 row')
  })

  long('the keyboard alone switches a layer off and puts all back', async ({ reader }) => {
    await reader.page.goto('/labs/peel')
    for (let stop = 0; stop < 60 && !(await isFocused(reader, 'fetchFlash')); stop += 1)
      await reader.page.keyboard.press('Tab')
    await reader.page.keyboard.press('Enter')
    await reader.shows('.layers-off', 'fetchFlash')

    const back = reader.page.getByRole('button', { name: 'Put all back' }).first()
    for (let stop = 0; stop < 60; stop += 1) {
      await reader.page.keyboard.press('Tab')
      if (await back.evaluate((button) => button === document.activeElement)) break
    }
    await reader.page.keyboard.press('Enter')
    await reader.shows('.flash', 'All layers are back')
  })

  long(
    'rules and the order of plugs are pressed, told in the banner and put back',
    async ({ reader }) => {
      const { page } = reader
      await page.goto('/labs/peel')
      await page.getByText('Another order, other rules').click()
      await page.getByRole('button', { name: 'scores_user_id_fkey: set null' }).click()
      await reader.shows('.layers-off', 'the own rule of scores_user_id_fkey (now set null)')
      await page.getByRole('button', { name: 'the guards first' }).click()
      await reader.shows('.layers-off', 'the order of plugs (now guards first)')
      expect(await reader.faults('another order')).toEqual([])

      await page.getByRole('button', { name: 'Put all back' }).first().click()
      await reader.shows('.flash', 'All layers are back')
    },
  )

  long('fits on a phone of 320 px, with targets for a finger and no fault', async ({ sitDown }) => {
    const reader = await sitDown({ ...PHONE, hasTouch: true })
    await reader.page.goto('/labs/peel')
    await layer(reader, 'fetchFlash').click()
    await reader.shows('.layers-off', 'fetchFlash')

    expect(await reader.faults('layers on a phone')).toEqual([])
  })
})
