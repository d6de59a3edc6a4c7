/** The search that a key opens over the page, and the same without a script. */
import { describe, expect } from 'vitest'
import { askedFor } from '../support/asked-for.ts'
import { ConsolePage } from '../support/console-page.ts'
import { LOOKS } from '../support/looks.ts'
import { longOf } from '../support/long.ts'
import { PHONE, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/persons/who-comes-in'
const long = longOf(test)

const box = ({ page }: Reader) => page.frameLocator('.search-box[open] iframe')
const link = ({ page }: Reader) => page.locator('.site-head [href="/search"]')
const field = (reader: Reader) => box(reader).locator('glass-search:defined input[type="search"]')
const found = (reader: Reader) => box(reader).locator('.found a')

async function search(reader: Reader, words: string): Promise<void> {
  await field(reader).fill(words)
  await box(reader)
    .locator('[data-says="status"]', { hasText: /result|Nothing/ })
    .waitFor()
}

const focused = ({ page }: Reader) =>
  page.evaluate(() => {
    const { activeElement: at } = document
    return at?.getAttribute('href') ?? at?.tagName
  })

describe('the key', () => {
  test('opens the search, and a result leads the page to its place', async ({ reader }) => {
    await reader.page.goto(LESSON)
    await link(reader).focus()
    await reader.page.keyboard.press('/')
    await reader.page.locator('.search-box[open]').waitFor()
    // Before its page is there, it may be.
    await reader.page.keyboard.type('become')
    await field(reader).waitFor()
    await expect.poll(() => focused(reader)).toBe('IFRAME')
    await expect.poll(() => field(reader).inputValue()).toBe('become')
    await found(reader).first().waitFor()

    // By arrows to the first, and back to the field.
    await reader.page.keyboard.press('ArrowDown')
    expect(
      await found(reader)
        .first()
        .evaluate((link) => link === document.activeElement),
    ).toBe(true)
    await reader.page.keyboard.press('ArrowUp')
    expect(await field(reader).evaluate((input) => input === document.activeElement)).toBe(true)

    // Escape leads back to where the reader was.
    await reader.page.keyboard.press('Escape')
    await reader.page.locator('.search-box[open]').waitFor({ state: 'hidden' })
    expect(await focused(reader)).toBe('/search')

    // On the page that it is about it goes to the place, and the box closes.
    await reader.page.keyboard.press('/')
    await reader.page.keyboard.press('ArrowDown')
    await reader.page.keyboard.press('Enter')
    await reader.page.waitForURL(/#become-somebody$/)
    expect(await reader.page.locator('.search-box[open]').count()).toBe(0)
  })

  test('is a sign like any other where somebody types', async ({ reader }) => {
    await reader.page.goto('/users/log-in')
    const address = reader.page.locator('input[inputmode="email"]').first()
    await address.pressSequentially('a/b')
    expect(await address.inputValue()).toBe('a/b')

    const prompt = new ConsolePage(reader.page)
    await prompt.open()
    await prompt.line.pressSequentially('8 / 2')
    expect(await prompt.line.textContent()).toContain('8 / 2')
    expect(await reader.page.locator('.search-box').count()).toBe(0)
  })
})

test('Pagefind answers in the frame: the server is asked for its page alone', async ({
  reader,
}) => {
  const asked: string[] = []
  reader.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await reader.page.goto(LESSON)
  await link(reader).click()
  await field(reader).waitFor()
  await search(reader, 'registerUser')

  expect(await found(reader).first().getAttribute('href')).toMatch(/accounts\.ts#L\d+$/)
  expect(asked.filter((path) => path.endsWith('.pf_fragment')).length).toBeGreaterThan(1)
  expect(asked.filter((path) => path === '/search')).toHaveLength(1)

  // A chip leaves one kind, and again all of them.
  const chip = box(reader).locator('[data-value="source"]')
  await chip.click()
  await box(reader).locator('[data-value="source"][aria-current]').waitFor()
  expect(await box(reader).locator('.found:not([data-kind="source"])').count()).toBe(0)

  // What it does not know the server may.
  await chip.click()
  await search(reader, 'skope')
  await box(reader).locator('[data-word="scope"]').click()
  await box(reader).locator('.found[data-kind="term"]').first().waitFor()
})

test('on its own page the index waits until its reader stirs', async ({ reader }) => {
  const { page } = reader
  const index = askedFor(reader, '/pagefind/')
  await page.goto('/search?q=become', { waitUntil: 'networkidle' })
  await page.locator('glass-search:defined .found').first().waitFor()
  expect(index).toEqual([])

  await page.mouse.move(300, 300)
  await page.mouse.move(310, 310)

  await expect.poll(() => index.filter((path) => path.endsWith('pagefind.js')).length).toBe(1)
})

test('an index that is away is done without, and a server that is away is told of', async ({
  reader,
}) => {
  reader.expectComplaint(/Failed to load resource|ERR_/)
  await reader.context.route('**/pagefind/**', (route) => route.abort())
  await reader.page.goto('/search')
  const { page } = reader
  await page.locator('glass-search:defined input[type="search"]').fill('become')
  await page.locator('.found').first().waitFor()
  expect(new URL(page.url()).search).toBe('?q=become')

  await reader.context.route('**/search?**', (route) => route.abort())
  await page.locator('input[type="search"]').fill('scope')
  await page.getByText('The search does not answer.').waitFor()
  expect(await page.locator('.found').count()).toBeGreaterThan(0)
  await reader.context.unroute('**/search?**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('The search does not answer.').waitFor({ state: 'hidden' })
})

test('without a script the button leads to the same', async ({ sitDown }) => {
  const reader = await sitDown({ ...PHONE, ...WITHOUT_JAVASCRIPT })
  const { page } = reader
  await page.goto(LESSON)
  await link(reader).click()
  await page.locator('input[type="search"]').fill('become')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.locator('.found a').first().click()

  expect(new URL(page.url()).hash).toBe('#become-somebody')
})

describe.for(LOOKS)('$name', ({ options, faultsOf }) => {
  long('the search keeps nobody out, and fits', async ({ sitDown }) => {
    const reader = await sitDown(options)
    const faults: unknown[] = []
    for (const path of ['/search', '/search?q=scope', '/search?q=skope', '/search?framed&q=plug']) {
      await reader.page.goto(path)
      faults.push(...(await faultsOf(reader, path)))
    }
    for (const path of ['/decisions', '/decisions/a-door-stays-shut']) {
      await reader.page.goto(path)
      faults.push(...(await faultsOf(reader, path)))
    }

    expect(faults).toEqual([])
  })
})
