import { describe, expect } from 'vitest'
import { longOf } from '../support/long.ts'
import { PHONE, test as base, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

/** A reader whose sandbox has Ana and Bo in it, with two organizations and their scores. */
const test = base.extend('reader', async ({ sitDown, options }) => {
  const reader = await sitDown(options)
  await reader.page.goto('/sandbox/people')
  await reader.press('Start here : Ana owns two organizations, Bo is a member of one')
  await reader.shows('.flash', 'Your sandbox began again')
  return reader
})
const long = longOf(test)

const fill = async ({ page }: Reader, fields: Readonly<Record<string, string>>) => {
  for (const [label, value] of Object.entries(fields))
    await page.getByRole('textbox', { name: label, exact: true }).fill(value)
}

describe('scores', () => {
  test('are saved, changed and deleted by whose they are', async ({ reader }) => {
    const { page } = reader
    await page.goto('/as/ana/')
    await page
      .locator('.stage-window .menu')
      .getByRole('link', { name: 'Scores', exact: true })
      .click()
    await reader.shows('.page-title', 'Your scores')
    await reader.follow('New score')

    // Checked while it is typed: only the field that somebody has come to.
    await fill(reader, { Points: '11' })
    await reader.shows('.field-errors', 'must be less than or equal to 10')
    expect(await page.locator('.field-errors').count()).toBe(1)
    await reader.press('Save score')
    await reader.shows('.field-errors', "can't be blank")
    expect(await page.getByRole('textbox', { name: 'Points' }).inputValue()).toBe('11')

    await fill(reader, { Points: '9', Guesses: '2', Comment: 'Warm by now.' })
    await reader.press('Save score')
    await reader.shows('.flash', 'Score created successfully.')
    await reader.shows('.score', 'Warm by now.')
    await reader.shows('.strip-title', 'POST /scores/new')

    await reader.follow('Change score')
    await fill(reader, { Comment: 'Hot.' })
    await reader.press('Save changes')
    await reader.shows('.flash', 'Score updated successfully.')
    await reader.shows('.score', 'Hot.')

    const path = new URL(page.url()).pathname
    await reader.press(/^Delete score \d+$/)
    await reader.shows('.flash', 'Score deleted successfully.')
    expect(await page.locator('.scores').innerText()).not.toContain('Hot.')

    // What Bo may not see is what nobody has: another's score, and one that is gone.
    for (const gone of [path, '/as/bo/scores/1']) {
      const response = await page.request.get(gone)
      expect(response.status()).toBe(404)
    }
  })

  long('of an organization are seen by its members', async ({ reader }) => {
    const { page } = reader
    await page.goto('/as/bo/organizations')
    await reader.shows('.account-list', 'You are a member.')
    await reader.follow('Scores of Glass Works')
    await reader.shows('.scores', 'by ana@example.test')
    await reader.follow('New score')
    await fill(reader, { Points: '6', Guesses: '3', Comment: 'For us.' })
    await reader.press('Save score')
    await reader.shows('.flash', 'Score created successfully.')

    await page.goto('/as/ana/organizations/glass-works/scores')
    await reader.shows(
      '.scores',
      /For us\.\s*3 guesses, less than a minute ago, by bo@example\.test/,
    )
    await page.getByRole('link', { name: 'Score 6', exact: true }).click()
    await reader.shows('.score', 'Only who made a score can change it.')
    expect(await page.locator('form[action*="scores"]').count()).toBe(0)
    expect((await page.request.get('/as/bo/organizations/house-of-panes/scores')).status()).toBe(
      404,
    )
  })

  long('have an organization to stand in, which its owner opens to others', async ({ reader }) => {
    const { page } = reader
    await page.goto('/as/bo/organizations')
    await fill(reader, { Name: 'Night Shift', Slug: 'Night Shift' })
    await reader.press('Create organization')
    await reader.shows('.field-errors', 'must have only small letters')
    await fill(reader, { Slug: 'night-shift' })
    await reader.press('Create organization')
    await reader.shows('.flash', 'Organization created successfully.')

    await fill(reader, { Email: 'nobody@example.test' })
    await reader.press('Add member')
    await reader.shows('.field-errors', 'has not registered here')
    await fill(reader, { Email: 'ana@example.test' })
    await page.getByRole('radio', { name: /Owner/ }).check()
    await reader.press('Add member')
    await reader.shows('.flash', 'ana@example.test is a member now.')

    await page.goto('/as/ana/organizations/night-shift')
    await reader.shows('[data-part="page"]', 'You are an owner.')
  })
})

describe('without JavaScript', () => {
  test.override({ options: WITHOUT_JAVASCRIPT })

  long(
    'scores and organizations are made, changed and deleted by their forms',
    async ({ reader }) => {
      await reader.page.goto('/as/bo/organizations')
      await fill(reader, { Name: 'Night Shift', Slug: 'Night Shift' })
      await reader.press('Create organization')
      await reader.shows('.field-errors', 'must have only small letters')
      await fill(reader, { Slug: 'night-shift' })
      await reader.press('Create organization')
      await reader.shows('.flash', 'Organization created successfully.')
      await fill(reader, { Email: 'ana@example.test' })
      await reader.page.getByRole('radio', { name: /Owner/ }).check()
      await reader.press('Add member')
      await reader.shows('.flash', 'ana@example.test is a member now.')

      await reader.page.goto('/as/ana/organizations/night-shift/scores/new')
      await fill(reader, { Points: '11' })
      await reader.press('Save score')
      await reader.shows('.field-errors', 'must be less than or equal to 10')
      await fill(reader, { Points: '9', Guesses: '2', Comment: 'Warm by now.' })
      await reader.press('Save score')
      await reader.shows('.flash', 'Score created successfully.')
      await reader.follow('Change score')
      await fill(reader, { Comment: 'Hot.' })
      await reader.press('Save changes')
      await reader.shows('.score', 'Hot.')
      await reader.press(/^Delete score \d+$/)

      await reader.shows('.flash', 'Score deleted successfully.')
    },
  )
})

long('the form of a score is filled and sent by keyboard alone', async ({ reader }) => {
  const { page } = reader
  await page.goto('/as/ana/scores/new')

  await page.getByRole('textbox', { name: 'Points' }).focus()
  await page.keyboard.type('8')
  await page.keyboard.press('Tab')
  await page.keyboard.type('5')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')

  await reader.shows('.flash', 'Score created successfully.')
})

describe('on a phone', () => {
  test.override({ options: PHONE })

  long('the pages of scores and organizations keep nobody out, and fit', async ({ reader }) => {
    const { page } = reader
    const faults: unknown[] = []
    reader.expectComplaint(/status of 404/)
    await page.request.post('/as/ana/scores/new', {
      headers: { origin: new URL(page.url()).origin },
      form: { 'score[points]': '0', 'score[guesses]': '1', 'score[comment]': 'W'.repeat(200) },
    })
    for (const path of [
      ...['/ana/', '/ana/scores', '/ana/scores/1', '/ana/scores/1/edit', '/ana/organizations'],
      ...['/ana/organizations/glass-works', '/bo/organizations/glass-works/scores/3'],
      ...['/bo/organizations/glass-works/scores', '/ana/scores/99'],
    ]) {
      await page.goto(`/as${path}`)
      faults.push(...(await reader.faults(path)))
    }
    await page.goto('/as/ana/scores/new')
    await fill(reader, { Points: '11' })
    await reader.press('Save score')
    await reader.shows('.field-errors', "can't be blank")
    faults.push(...(await reader.faults('a refused score')))
    await page.goto('/as/ana/organizations/glass-works')
    await fill(reader, { Email: 'nobody@example.test' })
    await reader.press('Add member')
    await reader.shows('.field-errors', 'has not registered here')
    faults.push(...(await reader.faults('a refused member')))
    for (const id of [1, 6]) {
      await page.goto(`/as/ana/scores/${id}`)
      await reader.press(`Delete score ${id}`)
      await reader.shows('.flash', 'Score deleted successfully.')
    }
    faults.push(...(await reader.faults('no scores')))

    expect(faults).toEqual([])
  })
})
