/** A hunt for the fault in a reader’s house: on a stage, on a page of its own, by keys, on a phone. */
import { describe, expect } from 'vitest'
import { PHONE, long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const DESK = { viewport: { width: 1280, height: 720 } }
const FILE = 'organizations/organizations.ts'

/** Number 1 of the faults about constraints: there is one alone. */
async function draw({ page }: Reader): Promise<void> {
  await page.locator('#hunt-number').filter({ visible: true }).fill('1')
  await page.locator('#hunt-among').filter({ visible: true }).selectOption('constraints')
  await page.getByRole('button', { name: 'Draw a fault' }).click()
}

const line = ({ page }: Reader, text: string) =>
  page.locator('.hunt-line').filter({ hasText: text }).filter({ visible: true }).first()

async function pointAt(reader: Reader, text: string, wrong: string): Promise<void> {
  const { page } = reader
  await line(reader, text).click()
  await page.getByLabel(wrong).filter({ visible: true }).check()
  await page.getByRole('button', { name: 'It is this line' }).filter({ visible: true }).click()
}

const WORDLESS = 'What the table refuses has no words here.'
const LEAKS = 'It reads or changes what does not belong to the scope.'
const GUILTY = "uniqueConstraint('email', { name: 'users_emails_index' })"

describe('on a page of its own', () => {
  long('all of it works without JavaScript, from the number to the patch', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    const { page } = reader
    reader.expectComplaint(/status of 500/)
    await reader.goAndRegister('ana@example.test')
    await page.goto('/labs/hunt')
    await draw(reader)
    await reader.shows('.layers-off', 'Your house has one fault, number 1')

    await page.goto('/users/register')
    await page.locator('input[name="user[email]"]').fill('ana@example.test')
    await page.locator('#registration_form button').click()
    await page.goto('/labs/hunt')
    await reader.follow(FILE)
    await pointAt(reader, 'async function listMembers', LEAKS)
    await reader.shows('.hunt-heard', 'Not there.')

    await page.locator('.hunt-files a').filter({ hasText: 'accounts/user.ts' }).click()
    await pointAt(reader, GUILTY, WORDLESS)
    await reader.shows(
      '.hunt-heard',
      /That is the line. Run \d \(POST \/users\/register\) shows it/,
    )
    await reader.shows('.hunt-diff', 'users_emails_index')
    await reader.shows('.lab', 'You have found it at the 2nd try.')

    await page.getByRole('button', { name: 'Put it right', exact: true }).click()
    await reader.shows('.lab', 'This was the fault:')
    expect(await page.locator('.layers-off').count()).toBe(0)
  })

  long('the source of its reader is the one that runs', async ({ reader }) => {
    const { page } = reader
    await page.goto('/labs/hunt')
    await draw(reader)
    await page.goto('/source/src/app/accounts/user.ts')
    await reader.shows('.source-file', 'users_emails_index')
    expect(await page.locator('.source-file .marked').count()).toBe(0)
  })

  long('a line is chosen and pointed at by keys alone', async ({ reader }) => {
    const { page } = reader
    await page.goto('/labs/hunt')
    await page.locator('#hunt-number').focus()
    await page.keyboard.type('1')
    await page.keyboard.press('Enter')
    await reader.shows('.layers-off', 'one fault')
    await page.locator('.hunt-files a').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('.hunt-line input').first().waitFor()

    await page.locator('.hunt-line input').first().focus()
    await page.keyboard.press('Space')
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown')
    expect(await page.locator('.hunt-line input:checked').inputValue()).toBe('4')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await reader.shows('.hunt-heard', 'Not there.')
  })

  long('fits on a phone of 320 px, and has no fault that axe knows', async ({ sitDown }) => {
    const reader = await sitDown({ ...PHONE, hasTouch: true })
    const { page } = reader
    await page.goto('/labs/hunt')
    expect(await reader.faults('a hunt that has not begun')).toEqual([])
    await draw(reader)
    await page.locator('.hunt-files a').first().click()
    await page.locator('.hunt-line').first().waitFor()

    const [wide, screen] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      innerWidth,
    ])
    expect(wide).toBe(screen)
    expect(await reader.faults('a hunt on a phone')).toEqual([])
  })
})

describe('on the stage of a lesson', () => {
  const LESSON = '/lessons/persons/yours-and-mine'

  async function open(sitDown: (options: object) => Promise<Reader>): Promise<Reader> {
    const reader = await sitDown(DESK)
    await reader.openLesson(LESSON)
    await reader.followInBar('Hunt')
    await draw(reader)
    await reader.shows('.stage-layers', 'Your house has one fault, number 1')
    return reader
  }

  test('it is drawn, looked for and pointed at in a room of the stage', async ({ sitDown }) => {
    const reader = await open(sitDown)
    const { page } = reader

    await page.locator('.hunt-files a').filter({ hasText: 'accounts/user.ts' }).first().click()
    await reader.shows('.hunt-line', 'users_emails_index')
    await pointAt(reader, GUILTY, LEAKS)
    await reader.shows('.hunt-heard', 'The line is right, and what you say of it is not.')
    await pointAt(reader, GUILTY, WORDLESS)
    await reader.shows('.hunt-heard', 'that was a guess')

    expect(reader.path).toBe(LESSON)
    expect(await reader.faults('a hunt on a stage')).toEqual([])
    await page
      .getByRole('button', { name: 'Put it right', exact: true })
      .filter({ visible: true })
      .click()
    await page.locator('[data-fault]').waitFor({ state: 'detached' })
  })

  long('says so where the lab does not answer, and leaves what was there', async ({ sitDown }) => {
    const reader = await open(sitDown)
    const { page } = reader
    reader.expectComplaint(/net::ERR_FAILED/)
    await page.route('**/labs/**', (route) => route.abort())

    await page
      .getByRole('button', { name: 'Put it right', exact: true })
      .filter({ visible: true })
      .click()

    await reader.shows('.stage-strip', 'did not answer')
    await reader.shows('.stage-layers', 'one fault')
    await page.unroute('**/labs/**')
    await page
      .getByRole('button', { name: 'Put it right', exact: true })
      .filter({ visible: true })
      .click()
    await page.locator('[data-fault]').waitFor({ state: 'detached' })
  })
})
