import { describe, expect } from 'vitest'
import { momentAddress, type MomentStep } from '#course/moment-link.ts'
import { PHONE, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'
const STEPS: readonly MomentStep[] = ['ana@example.test', 'ANA@example.test'].map((email) => ({
  path: '/as/bo/users/register',
  fields: [['user[email]', email]],
}))
const addressOf = (known = {}) => momentAddress({ demo: 'six-tries', steps: STEPS }, known)!

const bar = ({ page }: Reader) => page.locator('.stage-moment')

describe('the address of a moment', () => {
  test('leads on to its lesson, runs when its reader says so, and stands where it was left', async ({
    sitDown,
  }) => {
    const reader = await sitDown()
    await reader.page.goto(addressOf({ at: '3' }))
    await reader.page.waitForURL(`**${LESSON}?at=3#moment=*`)
    await bar(reader).waitFor()

    await reader.press('Run')

    // The strip is that of the step at which one stands; behind it is the run’s.
    const ofRun = reader.page.locator('.stage-strip .strip', { hasText: 'has already been taken' })
    await ofRun.first().waitFor({ state: 'attached' })
    const track = reader.page.locator('.stage-foot [data-track]')
    // Its third step stands in a group, which is the second stop.
    await expect.poll(() => track.getAttribute('aria-valuetext')).toMatch(/^step 2 of \d+/)
    // Back leads to where the reader came from, not to the address that led on.
    await reader.page.goBack()
    expect(reader.page.url()).toBe('about:blank')
  })

  test('of a Run is run by its button’s own way', async ({ sitDown }) => {
    const run = { path: '/acts', fields: [['act', 'six-tries'] as const, ['step', '6'] as const] }
    const reader = await sitDown()
    await reader.page.goto(momentAddress({ demo: 'six-tries', steps: [run] })!)
    await bar(reader).waitFor()
    expect(await bar(reader).locator('li').allTextContents()).toEqual([
      'Run of step 6 of this demo',
    ])

    await reader.press('Run')

    await reader.shows('.stage-strip .strip', 'refused Bo’s request')
  })
})

describe('without JavaScript', () => {
  test('it has a button for each step, and they do what they say', async ({ sitDown }) => {
    const { page } = await sitDown({ ...WITHOUT_JAVASCRIPT, ...PHONE })
    await page.goto(addressOf())

    await page.getByRole('button', { name: 'Start afresh' }).click()
    for (const index of [0, 1]) {
      await page.goto(addressOf())
      await page.getByRole('button', { name: 'Run' }).nth(index).click()
    }

    await page.getByText('has already been taken').first().waitFor()
  })
})

test('the page of a moment, and of none, keeps nobody out at 320 px', async ({ sitDown }) => {
  const reader = await sitDown(PHONE)
  // As it stands where its script did not load.
  await reader.page.route('**/go-on.js', (route) => route.fulfill({ body: '' }))
  await reader.page.goto(addressOf())
  expect(await reader.faults('the page of a moment')).toEqual([])

  reader.expectComplaint(/404/)
  await reader.page.goto('/m/AAAA')
  await reader.shows('main', 'This link to a moment is damaged.')
  expect(await reader.faults('a link that leads to nothing')).toEqual([])
})
