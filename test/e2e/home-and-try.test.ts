/** The home page, which plays by itself until somebody comes, and a server to poke at. */
import { describe, expect } from 'vitest'
import { long, PHONE, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const MOVING = { reducedMotion: 'no-preference' } as const
const lines = ({ page }: Reader) => page.locator('[data-plays] [data-play] .house-end')
const shownLines = async (reader: Reader) =>
  (await lines(reader).evaluateAll((all) => all.map((one) => getComputedStyle(one).opacity))).join()
const count = ({ page }: Reader) => page.locator('[data-tries="count"]')

describe('the home page', () => {
  test('plays three sends, and a touch stops them with all of them there', async ({ sitDown }) => {
    const reader = await sitDown(MOVING)
    await reader.page.goto('/', { waitUntil: 'commit' })
    const stop = reader.page.getByRole('button', { name: 'Stop' })
    await stop.waitFor()
    // The third waits for its turn.
    expect(await shownLines(reader)).toMatch(/,0$/)

    await reader.page.mouse.click(5, 300)

    expect(await shownLines(reader)).toBe('1,1,1')
    await reader.press('Play again')
    await stop.waitFor()
    expect(await shownLines(reader)).toMatch(/,0$/)
    await reader.page.keyboard.press('ArrowDown')
    expect(await shownLines(reader)).toBe('1,1,1')
  })

  test.for([
    ['for whoever wants no motion', {}],
    ['without JavaScript', { ...WITHOUT_JAVASCRIPT, ...MOVING }],
  ] as const)('stands still and complete %s', async ([, options], { sitDown }) => {
    const reader = await sitDown(options)
    await reader.page.goto('/')

    expect(await shownLines(reader)).toBe('1,1,1')
    expect(await reader.page.locator('.plays-again button').isVisible()).toBe(false)
  })

  test('moves nothing on the page, and answers its own form for real', async ({ sitDown }) => {
    const reader = await sitDown(MOVING)
    await reader.page.addInitScript(() => {
      Object.assign(window, { moved: 0 })
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries() as (PerformanceEntry & { value: number })[])
          Object.assign(window, {
            moved: (window as never as { moved: number }).moved + shift.value,
          })
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await reader.page.goto('/', { waitUntil: 'networkidle' })
    await reader.page.waitForTimeout(6_500)
    expect(await reader.page.evaluate(() => (window as never as { moved: number }).moved)).toBe(0)

    await reader.page.mouse.move(4, 4)
    await reader.register('ana')

    await reader.shows('.stage .strip-sentence', 'The changeset refused')
    expect(reader.path).toBe('/')
  })

  long('fits 320 pixels, by night as well', async ({ sitDown }) => {
    const reader = await sitDown({ ...PHONE, colorScheme: 'dark' })
    await reader.page.goto('/')

    expect(await reader.faultsByDay('the home page')).toEqual([])
    expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await reader.faultsOfColour('the home page')).toEqual([])
  })
})

describe('a stage without a lesson', () => {
  test('answers in place, and ticks what has happened', async ({ reader }) => {
    await reader.page.goto('/try', { waitUntil: 'networkidle' })
    await reader.page.mouse.move(4, 4)
    expect(await count(reader).textContent()).toContain('0 of 6 seen')

    await reader.register('ana')
    await reader.shows('[data-try="a-rule"][data-met]', 'an address')
    await reader.shows('[data-tries="count"]', '1 of 6 seen: an address that a rule refuses')

    await reader.follow(/a page that a plug keeps/)
    await reader.shows('[data-tries="count"]', '2 of 6 seen')
    expect(reader.path).toBe('/try')
    await reader.page.reload()
    expect(await count(reader).textContent()).toContain('2 of 6 seen')
    expect(await reader.faultsByDay('/try')).toEqual([])
  })

  test('begins with company by one button, and acts as one of them', async ({ reader }) => {
    await reader.page.goto('/try', { waitUntil: 'networkidle' })
    await reader.page.mouse.move(4, 4)
    reader.expectComplaint(/status of 404/)
    await reader.press('Begin here')
    await reader.page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
    await reader.follow(/a score of somebody else/)

    await reader.shows('[data-tries="count"]', '1 of 6 seen')
    await reader.shows('.who-name', 'Bo')
  })

  test('has the labs in its bar', async ({ reader }) => {
    await reader.page.goto('/try', { waitUntil: 'networkidle' })
    await reader.page.mouse.move(4, 4)
    await reader.page.locator('.stage-labs > summary').click()
    await reader.page.locator('.stage-labs a').filter({ hasText: 'Race' }).click()
    await reader.page.locator('.stage-room [data-lab="/labs/race"]').waitFor()

    await reader.page.locator('.stage-room [data-lab] button[value="ABAB"]').first().click()

    await reader.shows('[data-try="a-race-lost"][data-met]', 'two at the same moment')
  })

  test('is a list of links without JavaScript, with its ticks', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    await reader.page.goto('/try')
    await reader.follow(/an address that a rule refuses/)
    expect(reader.path).toBe('/users/register')
    await reader.register('ana')

    await reader.page.goto('/try')

    expect(await count(reader).textContent()).toContain('1 of 6 seen')
    await reader.shows('.stage .strip-sentence', 'The changeset refused')
  })

  test('is folded on a phone, and opens for a line of the list', async ({ sitDown }) => {
    const reader = await sitDown({ ...PHONE, hasTouch: true })
    await reader.page.goto('/try', { waitUntil: 'networkidle' })
    expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await reader.faultsOfColour('/try')).toEqual([])

    await reader.page.locator('[data-try="a-rule"] .try-line').tap()

    await reader.page.locator('[data-sheet="page"] #registration_form').waitFor()
  })

  long('is reached by keys: the list, then the form', async ({ reader }) => {
    await reader.page.goto('/try', { waitUntil: 'networkidle' })
    await reader.register('ana')
    // A press while another is on its way is not sent.
    await reader.shows('.stage .strip-sentence', 'The changeset refused')
    await reader.page.locator('[data-try="turned-away"] .try-line').focus()
    await reader.page.keyboard.press('Enter')

    await reader.shows('.stage .strip-sentence', 'requireAuthenticatedUser')
    expect(reader.path).toBe('/try')
  })
})
