import { describe, expect } from 'vitest'
import { PHONE, test, WITHOUT_JAVASCRIPT } from '../support/reader.ts'

const LESSON = '/lessons/looking-around/trying-an-invalid-user'
const QUESTION = '[data-part="question-an-invalid-user.who-knows-ana"]'
const A_ROW = '[data-part="task-an-invalid-user.became-a-row"]'

describe('a lesson with JavaScript', () => {
  test('asks, runs, and says beside the text who was right', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await reader.page.locator('glass-predict:defined').waitFor()
    await reader.press('the unique index')
    await reader.shows(QUESTION, 'You said the unique index.')

    await reader.page.locator('.tries').getByRole('button', { name: 'ana', exact: true }).click()
    await reader.shows(A_ROW, 'No INSERT was sent.')
    const link = reader.page.locator(A_ROW).getByRole('link')
    const step = (await link.getAttribute('href'))!
    expect(await reader.page.locator(`[id="${step.slice(1)}"]`).count()).toBe(1)

    await reader.press('ana@example.test')
    await reader.shows(A_ROW, 'Met.')
    await reader.press('ANA@example.test')
    await reader.shows(QUESTION, 'You said the unique index; the changeset refused it.')
    await reader.page.reload({ waitUntil: 'networkidle' })
    await reader.shows(QUESTION, 'the changeset refused it.')
    await reader.shows(A_ROW, 'Met.')
    expect(reader.path).toBe(LESSON)
    await reader.page.goto('/progress')
    await reader.shows('main', '2 of 2 checks met')
  })

  test('takes a step that stands in the text onto its stage', async ({ reader }) => {
    await reader.openLesson('/lessons/scopes/who-is-asking')

    await reader.page.locator('.try button').click()

    await reader.shows('.stage .flash', 'An email was sent to bo@example.test')
    await reader.shows('[data-part="task-a-first-visit.kept-away"]', 'No session came with')
    expect(reader.path).toBe('/lessons/scopes/who-is-asking')
  })

  test('skips a question when its reader does not want it', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await reader.page.locator('glass-predict:defined').waitFor()

    await reader.press('Skip')

    await reader.shows(QUESTION, 'You skipped:')
  })
})

test('a lesson without JavaScript asks on a page of its own, and leads on from there', async ({
  sitDown,
}) => {
  const reader = await sitDown(WITHOUT_JAVASCRIPT)
  await reader.page.goto(LESSON)
  await reader.press('ana@example.test')
  await reader.shows('.outcomes', 'An address of yours went down to the database')
  await reader.page.goto(LESSON)
  await reader.press('the changeset')
  await reader.shows('.predict', 'You said the changeset.')

  await reader.press('ANA@example.test')

  await reader.shows('.outcomes', 'You said the changeset, and the changeset refused it.')
  await reader.shows('.outcomes', 'An address was refused because the database has it already.')
})

test('questions and checks keep nobody out, and fit a phone', async ({ sitDown }) => {
  const reader = await sitDown(PHONE)
  await reader.openLesson(LESSON)
  await reader.page.locator(QUESTION).scrollIntoViewIfNeeded()
  await reader.page.locator('glass-predict:defined').waitFor()
  await reader.press('the unique index')
  await reader.shows(QUESTION, 'You said the unique index.')
  const found = [...(await reader.faults('an open prediction'))]
  await reader.press('ana@example.test')
  await reader.shows(A_ROW, 'Met.')
  await reader.press('ANA@example.test')
  await reader.shows(QUESTION, 'refused it.')
  found.push(...(await reader.faults('a marked prediction')))

  expect(found).toEqual([])
})
