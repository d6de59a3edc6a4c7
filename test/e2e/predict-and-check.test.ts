/** What a reader is asked, when it is marked, and what they do by themselves. */
import { describe, expect } from 'vitest'
import { PHONE, long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const WHO = '/lessons/persons/who-comes-in'
const LIFE = '/lessons/persons/down-and-back'
const INVALID = '/lessons/forms/wrong-addresses'
const HOW_FAR = '[data-part="question-bo-goes-down.how-far-bo-goes"]'
const SETTINGS = '[data-part="question-bo-goes-down.who-keeps-the-settings"]'
const ALONE = '[data-part="task-six-tries.wrong-and-in"]'

/** Presses the Run of a step, wherever it stands, and waits for its answer. */
async function run({ page }: Reader, step: string): Promise<void> {
  await page.locator(`form[data-run="${step}"] button`).first().click()
  await page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
}

const say = ({ page }: Reader, question: string, option: string) =>
  page.locator(question).getByRole('button', { name: option, exact: true }).click()

const wordsOf = async ({ page }: Reader, selector: string) =>
  (await page.locator(selector).innerText()).replaceAll(/\s+/g, ' ')

describe('a question', () => {
  test('is marked right, whatever another lesson has left behind', async ({ reader }) => {
    await reader.openLesson(WHO)
    for (const step of [1, 2, 3, 4]) await run(reader, `ana-comes-in.${step}`)
    await reader.page.locator('a[rel="next"]').first().click()
    await reader.shows('h1', 'Down and back')
    await reader.page.locator('glass-stage:defined').first().waitFor({ state: 'attached' })

    await say(reader, HOW_FAR, 'to the changeset')
    await run(reader, 'bo-goes-down.1')

    await reader.shows(HOW_FAR, '✓ Right.')
    await reader.shows('.act-note', 'nobody is registered, you are a visitor')
    await reader.shows('.act-note', 'is set aside.')
    await reader.shows('.stage-strip', 'The changeset refused Bo’s request.')
  })

  long('stays marked by the run, whichever answer comes last', async ({ reader }) => {
    await reader.openLesson(LIFE)
    let letGo = () => {}
    const run1 = new Promise<void>((resolve) => (letGo = resolve))
    await reader.page.route('**/predictions', async (route) => {
      // It has reached the server, and its answer is long on its way.
      const response = await route.fetch()
      await run1
      await route.fulfill({ response })
    })
    const said = reader.page.waitForResponse('**/predictions')
    await say(reader, HOW_FAR, 'to the changeset')
    await run(reader, 'bo-goes-down.1')
    await reader.shows('.stage-strip', 'The changeset refused Bo’s request.')
    letGo()
    await (await said).finished()
    await reader.page.waitForFunction(() => !document.querySelector('glass-question[aria-busy]'))

    await reader.shows(HOW_FAR, '✓ Right.')
  })

  long('that was answered wrongly says why, is asked again, and is kept', async ({ reader }) => {
    await reader.openLesson(LIFE)
    await say(reader, HOW_FAR, 'to the plugs')
    await reader.shows(`${HOW_FAR} [aria-pressed="true"]`, 'to the plugs')
    expect(await reader.page.locator(`${HOW_FAR} .predict-verdict`).count()).toBe(0)
    await run(reader, 'bo-goes-down.1')

    await reader.shows(HOW_FAR, '✕ Not quite.')
    await reader.shows(HOW_FAR, 'The plugs look at who asks, not at what was typed.')
    await reader.shows(HOW_FAR, 'A rule of the changeset refused it, and needs no database.')
    await reader.press('Ask me again, with “b o@example.test”')
    // A room that is looked at brings what the server knows of the text.
    const looked = reader.page.waitForResponse(/\/sandbox\/mailbox/)
    await reader.followInBar(/^Mailbox/)
    await (await looked).finished()
    await reader.shows('.stage-room', 'Mailbox')
    await say(reader, HOW_FAR, 'to the changeset')
    await run(reader, 'bo-goes-down.4')
    await reader.shows(HOW_FAR, '✓ Right.')
    await reader.page.reload({ waitUntil: 'networkidle' })

    await reader.shows(HOW_FAR, '✓ Right.')
  })

  long(
    'is not marked by what was typed into the window, and says what differs',
    async ({ reader }) => {
      await reader.openLesson(LIFE)
      await say(reader, HOW_FAR, 'to the plugs')
      await reader.shows(`${HOW_FAR} [aria-pressed="true"]`, 'to the plugs')

      await reader.register('bo')

      await reader.shows('.stage-strip', 'The changeset refused')
      await reader.shows(HOW_FAR, 'Not marked: your server did not stand in this act.')
      await reader.press('Start the act and run bo')

      await reader.shows(HOW_FAR, '✕ Not quite.')
    },
  )

  long(
    'whose step has run is not asked any more, and says what the run said',
    async ({ reader }) => {
      await reader.openLesson(LIFE)

      await reader.page
        .locator(SETTINGS)
        .getByRole('button', { name: 'Run without saying' })
        .click()

      await reader.shows(SETTINGS, 'You had run it already')
      expect(await reader.page.locator(`${SETTINGS} button.predict-option`).count()).toBe(0)
      expect(await wordsOf(reader, SETTINGS)).not.toMatch(/Now run|Before you run/)
      await reader.shows('.after[open]', 'This one is a guard')
    },
  )
})

describe('a task', () => {
  test('is met by hand alone; hints come one after the other', async ({ reader }) => {
    await reader.openLesson(INVALID)
    expect(await reader.page.locator(`${ALONE} summary`).allInnerTexts()).toEqual([
      'Hint 1',
      'Hint 2',
    ])
    expect(await reader.page.content()).not.toContain('bo@localhost into')

    await run(reader, 'six-tries.5')
    await reader.shows('.stage-strip', 'Answered Bo')
    expect(await wordsOf(reader, ALONE)).not.toContain('Met.')
    await reader.followInBar('Page')
    await reader.register('cy@example.test')
    await reader.shows(ALONE, 'This one has a dot after its @')
    await reader.shows(ALONE, 'Hint 3')
    await reader.page.locator(ALONE).getByRole('button', { name: 'Show me' }).click()
    await reader.shows(ALONE, /POST \S*\/users\/register user\[email\]=bo@localhost/)
    await reader.followInBar('Page')
    await reader.register('bo@localhost')

    await reader.shows(ALONE, 'Met.')
  })

  long('of a later act is quiet until that has begun', async ({ reader }) => {
    await reader.openLesson(LIFE)

    await run(reader, 'bo-goes-down.3')

    const [, ...later] = await reader.page
      .locator('[data-part^="task-ana-goes-down"]')
      .allInnerTexts()
    expect(later.length).toBeGreaterThan(0)
    for (const words of later) expect(words).not.toMatch(/Somebody else|as Ana|by yourself/)
  })
})

test('without JavaScript a question is said and marked on pages of their own', async ({
  sitDown,
}) => {
  const reader = await sitDown(WITHOUT_JAVASCRIPT)
  await reader.page.goto(LIFE)
  await say(reader, HOW_FAR, 'to the plugs')
  await reader.shows('.predict', 'to the plugs')

  await reader.page.locator('form[data-run="bo-goes-down.1"] button').first().click()

  await reader.shows('.stage-strip', 'The changeset refused')
  await reader.shows('.outcomes', 'Not quite.')
})

long('questions and tasks keep nobody out, and fit a phone', async ({ sitDown }) => {
  const reader = await sitDown(PHONE)
  await reader.openLesson(LIFE)
  await say(reader, HOW_FAR, 'to the plugs')
  await reader.shows(`${HOW_FAR} [aria-pressed="true"]`, 'to the plugs')
  const found = [...(await reader.faults('a question that is said'))]
  await run(reader, 'bo-goes-down.1')
  await reader.shows(HOW_FAR, '✕ Not quite.')
  found.push(...(await reader.faults('a question that is marked')))

  expect(found).toEqual([])
})
