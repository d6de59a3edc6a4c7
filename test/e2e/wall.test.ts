/** The attack wall, where its reader meets it: on a stage, in an act, on a page of its own, without a script, by keys. */
import { describe, expect } from 'vitest'
import { PHONE, long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const OF_THE_FORM = '/labs/wall?of=registrations'
const LESSON = '/lessons/letters/a-wall-of-addresses'
const DESK = { viewport: { width: 1280, height: 720 } }

/** A row as whoever hears it is told: `passed, passed, refused`. */
const heard = async ({ page }: Reader, number: number) =>
  (await page.locator(`.wall-grid [data-row="${number}"] td`).allTextContents())
    .slice(0, 8)
    .map((cell) => cell.replace(/[^a-z ]/g, '').trim())
const said = (reader: Reader, words: string) => reader.shows('.wall-said', words)
const switchOff = async ({ page }: Reader, name: string) => {
  await page.goto('/labs/peel')
  await page.getByRole('switch', { name, exact: true }).filter({ visible: true }).first().click()
  await page.locator('.layers-off').first().waitFor()
}

const PASSED = ['passed', 'passed', 'passed', 'passed', 'passed']
const AT_THE_RULE = [...PASSED, 'refused', 'not reached', 'not reached']
const AT_THE_CHECK = [...PASSED, 'passed', 'passed', 'refused']

describe('on a page of its own', () => {
  test('is sent by one press, and a row opens its house and its list', async ({ reader }) => {
    await reader.page.goto(OF_THE_FORM)
    await reader.page.getByRole('button', { name: 'Send all 20' }).click()
    await said(reader, '20 inputs: 16 refused, 4 answered.')

    expect(await heard(reader, 3)).toEqual(AT_THE_RULE)
    await reader.page.getByRole('link', { name: '3 bo', exact: true }).click()
    await reader.shows('.wall-opened .strip', 'The changeset refused Bo’s request')
    expect(await reader.page.locator('.wall-opened .house').count()).toBe(1)
    await reader.shows('.wall-opened .steps', 'validateFormat')
    expect(await reader.faults('a wall on a page of its own')).toEqual([])
  })

  long('shows which cells moved after a layer was taken away, and says it', async ({ reader }) => {
    const { page } = reader
    await page.goto(OF_THE_FORM)
    await page.locator('#wall-send').click()
    await said(reader, '20 inputs')
    await switchOff(reader, 'validateFormat, email')
    await page.goto(OF_THE_FORM)
    await page.mouse.move(20, 20)

    await said(reader, 'Again, because you switched validateFormat off. 20 inputs')
    await said(reader, '3, 4, and 17: the changeset had them; now the check has them, with a 500.')
    expect(await heard(reader, 3)).toEqual(AT_THE_CHECK)
    expect(await page.locator('.wall-grid tr[data-changed]').count()).toBe(9)
    const outline = await page
      .locator('.wall-grid [data-row="3"] [data-end]')
      .evaluate((cell) => getComputedStyle(cell).outlineStyle)
    expect(outline).toBe('solid')
  })

  long(
    'a switch beside the grid sends it again by the same press, and back',
    async ({ reader }) => {
      const { page } = reader
      const asks = page
        .locator('.wall-layers')
        .getByRole('switch', { name: 'unsafeValidateUnique' })
      await page.goto(OF_THE_FORM)
      await page.locator('#wall-send').click()
      await reader.shows('.wall-layers', 'caught 2')

      await asks.click()
      await said(reader, 'Again, because you switched unsafeValidateUnique off.')
      await said(reader, '11 and 12: the changeset had them; now the unique index has them.')
      await reader.shows('.wall-layers', 'users_email_index')
      await asks.click()
      await said(reader, 'Again, because you switched unsafeValidateUnique on again.')
      await said(reader, '11 and 12: the unique index had them; now the changeset has them.')
      expect(await reader.faults('a wall with switches')).toEqual([])
    },
  )

  long('without JavaScript one press leads from a switch back to the wall', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    const { page } = reader
    await page.goto(OF_THE_FORM)
    await page.locator('#wall-send').click()
    await switchOff(reader, 'validateFormat, email')

    await page.getByRole('link', { name: 'To the wall: send it again' }).click()
    await reader.shows('.wall-since', 'Since it was sent, you switched validateFormat off.')
    await page.getByRole('button', { name: 'Send it again' }).click()

    await said(reader, 'Again, because you switched validateFormat off. 20 inputs')
    expect(await page.locator('.wall-since').count()).toBe(0)
    await page.goto('/labs/peel')
    expect(await page.getByRole('link', { name: 'To the wall' }).count()).toBe(0)
  })

  long('all of it works without JavaScript, an input of one’s own too', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    const { page } = reader
    await page.goto('/labs')
    await page.getByRole('link', { name: 'Attack wall' }).click()
    await page.getByRole('link', { name: 'Twenty addresses' }).click()
    await page.locator('input[name="own"]').fill('ANA@example.test')
    await page.locator('#wall-send').click()
    await said(reader, '21 inputs: 17 refused')

    await page.getByRole('link', { name: '21 your own' }).click()
    await reader.shows('.wall-opened', 'has already been taken')
    expect(await page.locator('input.lab-field[name="own"]').inputValue()).toBe('ANA@example.test')
  })

  long('is sent and opened by keys alone', async ({ reader }) => {
    const { page } = reader
    const reach = async (selector: string) => {
      for (let stop = 0; stop < 80; stop += 1) {
        await page.keyboard.press('Tab')
        if (await page.evaluate((own) => document.activeElement?.matches(own), selector)) return
      }
      throw new Error(`No tab comes to ${selector}.`)
    }
    await page.goto(OF_THE_FORM)
    await reach('#wall-send')
    await page.keyboard.press('Enter')
    await said(reader, '20 inputs')

    await reach('[data-row="2"] a')
    await page.keyboard.press('Enter')
    await reader.shows('.wall-opened', 'three spaces')
  })

  long('is read on a phone of 320 px, each cell with its word', async ({ sitDown }) => {
    const reader = await sitDown({ ...PHONE, hasTouch: true })
    const { page } = reader
    await page.goto(OF_THE_FORM)
    await page.locator('#wall-send').click()
    await said(reader, '20 inputs')

    // A table stays one, however its rows are laid out.
    const table = page.getByRole('table', { name: 'Twenty addresses for one form' })
    expect(await table.getByRole('columnheader', { name: 'changeset' }).count()).toBe(1)
    const row = table.getByRole('row').filter({ hasText: 'three spaces' })
    expect(await row.getByRole('cell', { name: 'refused' }).count()).toBe(1)
    await page.locator('[data-row="3"] a').click()
    await reader.shows('.wall-opened .strip', 'The changeset refused')
    const [wide, screen] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      innerWidth,
    ])
    expect(wide).toBe(screen)
    const beyond = await page.evaluate(
      () =>
        [...document.querySelectorAll('.lab *')].filter((part) => {
          const { right, width } = part.getBoundingClientRect()
          return width > 1 && right > innerWidth && !part.closest('.house, pre, code')
        }).length,
    )
    expect(beyond).toBe(0)
    expect(await reader.faults('a wall on a phone')).toEqual([])
  })
})

describe('on the stage of a lesson', () => {
  long(
    'is a tab of an act, whose step sends it; a question before is marked by its row',
    async ({ sitDown }) => {
      const reader = await sitDown(DESK)
      const { page } = reader
      await reader.openLesson(LESSON)
      await page.locator('glass-question:defined').first().waitFor({ state: 'attached' })
      await page.getByRole('button', { name: 'the changeset' }).first().click()
      await reader.press('Run: send the wall')
      await reader.shows('.wall-said', '20 inputs: 16 refused')
      await reader.shows('article, main', 'You said the changeset, and the changeset refused it.')
      expect(reader.path).toBe(LESSON)

      await page.locator('.wall-grid [data-row="12"] a').click()
      await reader.shows('.wall-opened .strip', 'The changeset refused Bo’s request')
      expect(reader.path).toBe(LESSON)
      expect(await reader.faults('a wall on a stage')).toEqual([])
    },
  )

  long(
    'is sent again by itself after a switch: once, however many there were',
    async ({ sitDown }) => {
      const reader = await sitDown(DESK)
      const { page } = reader
      await reader.openLesson(LESSON)
      await reader.followInBar('Attack wall')
      await page.getByRole('link', { name: 'Twenty addresses' }).filter({ visible: true }).click()
      await page.locator('#wall-send').click()
      await said(reader, '20 inputs: 16 refused')
      const sent: string[] = []
      page.on('request', (request) => {
        const { pathname } = new URL(request.url())
        if (request.method() === 'POST' && pathname.startsWith('/labs/')) sent.push(pathname)
      })
      await reader.followInBar('Layers')
      for (const name of ['validateFormat, email', 'validateRequired, email']) {
        const own = page
          .getByRole('switch', { name, exact: true })
          .filter({ visible: true })
          .first()
        await own.click()
        await page.locator(`[aria-label="${name}"][aria-checked="false"]`).first().waitFor()
      }

      await reader.follow('To the wall: send it again')

      await said(reader, 'Again, because you switched validateFormat and validateRequired off.')
      await reader.shows('.wall-grid [data-row="3"]', 'changed')
      expect(sent).toEqual(['/labs/peel', '/labs/peel', '/labs/wall'])
      // Whoever looks once more asks nothing.
      await reader.followInBar('Layers')
      await reader.followInBar('Attack wall')
      await said(reader, 'Again, because')
      expect(sent).toHaveLength(3)
    },
  )

  long('says so where the lab does not answer, and leaves what was there', async ({ sitDown }) => {
    const reader = await sitDown(DESK)
    const { page } = reader
    await reader.openLesson(LESSON)
    await reader.followInBar('Attack wall')
    await page.locator('#wall-send').click()
    await said(reader, 'inputs')
    reader.expectComplaint(/net::ERR_FAILED/)
    await page.route('**/labs/**', (route) => route.abort())

    await page.locator('#wall-send').click()

    await reader.shows('.stage-strip', 'did not answer')
    await page.locator('.wall-grid').first().waitFor()
    await page.unroute('**/labs/**')
    await reader.press('Send it again')
    await said(reader, 'each ended where it does now')
  })
})
