import { describe, expect } from 'vitest'
import { PHONE, long, test, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const LIFE = '/lessons/persons/down-and-back'
const OWN_RUN = 'glass-list:not([data-recorded])'
const RUN = 'form[data-run="six-tries.1"] button'

/** A lesson that nobody has touched: no code of a stage is there. */
async function openAtRest(reader: Reader, path: string): Promise<void> {
  await reader.openLesson(path, { live: false })
  expect(await isDefined(reader, 'glass-stage')).toBe(false)
}

const isDefined = ({ page }: Reader, name: string) =>
  page.evaluate((element) => customElements.get(element) !== undefined, name)

/** As a finger does that was not on the page before. */
const press = ({ page }: Reader, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((button: HTMLElement) => button.click())

describe('a lesson at rest', () => {
  test('is answered at the first press of a Run', async ({ reader }) => {
    await openAtRest(reader, LESSON)

    await press(reader, RUN)

    await reader.page.locator(OWN_RUN).waitFor()
    expect(reader.path).toBe(LESSON)
  })

  long('opens a step, turns a tab and says a prediction at the first press', async ({ reader }) => {
    await openAtRest(reader, LIFE)
    await press(reader, 'glass-list li[data-step]:not([data-decides]) > details > summary')
    await reader.page.locator('glass-list [aria-current="true"]').first().waitFor()

    await openAtRest(reader, LIFE)
    await press(reader, '[data-tab="mailbox"]')
    await reader.shows('[data-panel="mailbox"] .page-title', 'Mailbox')

    await openAtRest(reader, LIFE)
    await press(reader, '.predict-option')
    await reader.shows('.predict-option[aria-pressed="true"]', '')
    expect(reader.path).toBe(LIFE)
  })

  long('steps through its recording, whose data comes then', async ({ reader }) => {
    await openAtRest(reader, LESSON)
    expect(await reader.page.locator('script[data-trace]').count()).toBe(0)

    await press(reader, 'glass-scrubber [data-by="-1"]')

    await reader.page.locator('.stage[data-scrubbing]').waitFor()
    expect(await reader.page.locator('script[data-trace]').count()).toBe(1)
  })

  test('says that the server is away, and answers once it is back', async ({ reader }) => {
    reader.expectComplaint(/ERR_INTERNET_DISCONNECTED|dynamically imported/)
    await openAtRest(reader, LESSON)
    await reader.context.setOffline(true)

    await press(reader, RUN)
    await reader.shows('.stage-strip', 'Your server did not answer.')
    await reader.shows('.run-said', 'Your server did not answer. Nothing is lost.')
    expect(reader.path).toBe(LESSON)

    await reader.context.setOffline(false)
    await reader.page.getByRole('button', { name: 'Send it again' }).click()
    await reader.page.locator(OWN_RUN).waitFor()
    expect(await reader.page.locator('.run-said').count()).toBe(0)
  })

  long('shows whoever comes back what they did last, without a press', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await reader.page.locator(RUN).first().click()
    await reader.page.locator(OWN_RUN).waitFor()

    await reader.page.reload({ waitUntil: 'networkidle' })

    await reader.page.locator(OWN_RUN).waitFor()
  })
})

describe('on a phone', () => {
  test.override({ options: PHONE })

  long('the sheet of a lesson at rest draws the house of a phone', async ({ reader }) => {
    await openAtRest(reader, LESSON)

    await press(reader, '.dock-server')

    await reader.page.locator('[data-sheet] .house-narrow').waitFor()
  })
})
