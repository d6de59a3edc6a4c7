/** Where somebody is in the course, how they come back to it, and how they catch up. */
import { describe, expect } from 'vitest'
import { long, PHONE, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/persons/down-and-back'
const SECOND_ACT = 'ana-goes-down'
const CATCH_UP = `#catch-up-${SECOND_ACT}`

const outline = ({ page }: Reader) => page.locator('.where')
const box = async (reader: Reader, selector: string) =>
  (await reader.page.locator(selector).first().boundingBox())!

describe('the outline of a lesson', () => {
  test('opens over its text alone, marks what is read, and closes by Escape', async ({
    sitDown,
  }) => {
    const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
    await reader.openLesson(LESSON)
    const title = await box(reader, 'h1')
    await outline(reader).locator('summary').click()

    expect(await box(reader, 'h1')).toEqual(title)
    const [panel, stage] = [await box(reader, '.where-box'), await box(reader, '[data-stage]')]
    expect(panel.x + panel.width).toBeLessThanOrEqual(stage.x)
    expect(await outline(reader).locator('[aria-current="page"]').textContent()).toBe(
      'Down and back',
    )
    expect(await reader.faults('the outline')).toEqual([])

    await reader.page.keyboard.press('Escape')
    expect(await outline(reader).locator('details[open]').count()).toBe(0)
    await outline(reader).locator('summary').click()
    await outline(reader).getByRole('link', { name: 'A page for somebody' }).click()

    await reader.shows('.where summary', 'A page for somebody')
    const [heading, line] = [
      await box(reader, '#a-page-for-somebody'),
      await box(reader, '.where summary'),
    ]
    expect(heading.y).toBeGreaterThanOrEqual(line.y + line.height)
  })

  test('says what waits, and what is skipped on the way on', async ({ sitDown }) => {
    const reader = await sitDown(PHONE)
    await reader.openLesson('/lessons/persons/who-comes-in')
    await reader.press('Mark as read')
    await reader.shows('.lesson-end', 'You have read this lesson.')
    await reader.openLesson(LESSON)
    await outline(reader).locator('summary').click()

    await reader.shows('.where .mark', 'read')
    await reader.shows('.where [data-part="due"]', /\d+ questions? to answer from memory/)
    await reader.shows('.lesson-turn', '1.3 is coming. Next: 1.4')
    expect(await reader.faults('the outline on a phone')).toEqual([])
  })

  test('opens without JavaScript', async ({ sitDown }) => {
    const reader = await sitDown({ ...WITHOUT_JAVASCRIPT, ...PHONE })
    await reader.page.goto(LESSON)
    await outline(reader).locator('summary').click()
    await outline(reader).getByRole('link', { name: 'Who comes in?' }).click()

    await reader.shows('h1', 'Who comes in?')
  })
})

describe('whoever comes back', () => {
  test('is led by the ring to the act and the run where they stopped', async ({ sitDown }) => {
    const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
    await reader.openLesson(LESSON)
    await reader.page.locator(`form[data-run="${SECOND_ACT}.2"] button`).first().click()
    await reader.shows(`#stage-${SECOND_ACT} .stage-strip`, 'run 1 of')
    await reader.page.goto('/')
    await reader.page.getByRole('link', { name: /^Progress: .* Continue: 1\.2/ }).click()

    await reader.page.waitForURL(`**${LESSON}#after-${SECOND_ACT}-2`)
    await reader.shows(`#stage-${SECOND_ACT} .stage-strip`, 'run 1 of')
  })
})

describe('whoever enters in the middle', () => {
  test('is caught up by a press, told step by step, and put back', async ({ sitDown }) => {
    const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
    await reader.openLesson(`${LESSON}${CATCH_UP}`)
    await reader.page.locator(CATCH_UP).getByRole('button', { name: 'Catch me up to here' }).click()

    await reader.shows('.caught-up', 'Played for you, and marked nowhere.')
    expect(await reader.page.locator('.caught-up li').count()).toBe(4)
    await reader.shows('.caught-up', 'It answers a question, which waits for you')
    await reader.shows(`#stage-${SECOND_ACT} .stage-window`, 'ana@example.test')
    expect(await reader.faultsByDay('caught up')).toEqual([])
    await reader.page.goto('/progress')
    expect(await reader.page.locator('[data-stands="right"]').count()).toBe(0)
  })

  test('needs no JavaScript', async ({ sitDown }) => {
    const reader = await sitDown({ ...WITHOUT_JAVASCRIPT, ...PHONE })
    await reader.page.goto('/users/register')
    await reader.register('cy@example.test')
    await reader.page.goto(LESSON)
    await reader.page.locator(CATCH_UP).getByRole('button').click()

    await reader.shows('.caught-up', 'Three requests of a visitor')
    await reader.press('Undo')
    await reader.shows('.flash', 'Your server is as you had left it')
  })
})

describe('progress', () => {
  /** The file that somebody exports who has read a lesson. */
  async function exported(reader: Reader): Promise<Buffer> {
    await reader.openLesson('/lessons/persons/who-comes-in')
    await reader.page.evaluate(() =>
      localStorage.setItem('exercise/one/a.ts/aaaa1111', JSON.stringify({ text: 'mine', at: 1 })),
    )
    await reader.press('Mark as read')
    await reader.shows('.lesson-end', 'You have read this lesson.')
    await reader.page.goto('/progress')
    const download = reader.page.waitForEvent('download')
    await reader.follow('Export it as a file')
    const stream = await (await download).createReadStream()
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  }
  const choose = ({ page }: Reader, buffer: Buffer) =>
    page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'p.json', mimeType: 'application/json', buffer })

  test('is brought into another browser, with the texts of exercises', async ({
    reader,
    sitDown,
  }) => {
    const file = await exported(reader)
    const other = await sitDown(PHONE)
    await other.page.goto('/progress')
    await choose(other, file)
    await other.press('Import it')

    await other.shows(
      '[data-imported]',
      'Taken from the file: 1 lesson. 1 text of exercises taken.',
    )
    await other.shows('.of-lesson', 'Who comes in?')
    const said = (await other.page.locator('[data-imported]').boundingBox())!
    const form = (await other.page.locator('.bring').boundingBox())!
    expect(said.y - form.y - form.height).toBeGreaterThanOrEqual(8)
    expect(
      await other.page.evaluate(() => localStorage.getItem('exercise/one/a.ts/aaaa1111')),
    ).toBe(JSON.stringify({ text: 'mine', at: 1 }))
    expect(await other.faults('imported')).toEqual([])
  })

  long(
    'is brought without JavaScript, and a file that is none changes nothing',
    async ({ reader, sitDown }) => {
      const file = await exported(reader)
      const other = await sitDown(WITHOUT_JAVASCRIPT)
      await other.page.goto('/progress')
      await choose(other, Buffer.from('{"format": 1}'))
      await other.press('Import it')
      await other.shows('.lead', 'Nothing was changed.')

      await other.page.goto('/progress')
      await choose(other, file)
      await other.press('Import it')
      await other.shows('.flash', 'Taken from the file: 1 lesson.')
    },
  )
})
