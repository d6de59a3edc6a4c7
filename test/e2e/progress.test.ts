import { describe, expect } from 'vitest'
import { PHONE, long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const FIRST = '/lessons/persons/who-comes-in'
const CONTINUE = 'Continue: 1.2 Down and back'

/** Reads the first lesson, and says so. */
async function markAsRead(reader: Reader): Promise<void> {
  await reader.openLesson(FIRST)
  await reader.press('Mark as read')
  await reader.shows('.lesson-end', 'You have read this lesson.')
}

describe('progress', () => {
  test('marks a lesson as read, leads on to the next, and takes it back', async ({ reader }) => {
    await markAsRead(reader)
    await reader.shows('.lesson-head .mark', 'read')
    expect(await reader.page.evaluate(() => document.activeElement?.textContent)).toBe(
      'You have read this lesson.',
    )
    expect(reader.path).toBe(FIRST)

    await reader.page.goto('/')
    await reader.shows('.hero', CONTINUE)
    await reader.page.getByRole('link', { name: 'Your progress' }).click()
    await reader.shows('.lead', /0 of \d+ tasks done, 1 lesson read\./)
    await reader.page.getByRole('link', { name: CONTINUE, exact: true }).click()
    await reader.shows('h1', 'Down and back')

    await reader.openLesson(FIRST)
    await reader.press('Not read yet')
    await reader.shows('.lesson-end', 'Through with it?')
    await reader.shows('.lesson-head .mark', 'opened')
  })

  long('is exported as a file, and deleted', async ({ reader }) => {
    await markAsRead(reader)
    await reader.page.goto('/progress')

    const download = reader.page.waitForEvent('download')
    await reader.follow('Export it as a file')
    expect((await download).suggestedFilename()).toBe('glasshouse-progress.json')

    await reader.press('Delete it')
    await reader.shows('.flash', 'Your progress is deleted.')
    await reader.shows('.empty', 'You have opened no lesson yet')
    await reader.page.goto('/')
    await reader.shows('.hero', 'Start the course')
  })

  long('is nothing to another browser', async ({ reader, sitDown }) => {
    await markAsRead(reader)

    const stranger = await sitDown()
    await stranger.page.goto('/progress')
    await stranger.shows('.empty', 'You have opened no lesson yet')
  })

  long('needs no JavaScript', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)
    await reader.page.goto(FIRST)
    await reader.press('Mark as read')
    await reader.shows('.flash', 'You have read “Who comes in?”.')
    await reader.shows('.crumb', 'Who comes in?')

    await reader.page.goto('/')
    await reader.shows('.hero', CONTINUE)
    await reader.page.getByRole('link', { name: 'Your progress' }).click()
    await reader.shows('.lead', /0 of \d+ tasks done, 1 lesson read\./)
    const download = reader.page.waitForEvent('download')
    await reader.follow('Export it as a file')
    expect((await download).suggestedFilename()).toBe('glasshouse-progress.json')
    await reader.press('Delete it')
    await reader.shows('.empty', 'You have opened no lesson yet')
  })
})

/** A reader before whom time stands still. */
const timed = test.extend('reader', async ({ sitDown }) => {
  const reader = await sitDown()
  await reader.page.clock.install()
  await reader.openLesson(FIRST)
  return reader
})

describe('a lesson that is on the screen', () => {
  const told = ({ page }: Reader) =>
    page.waitForResponse((response) => response.request().method() === 'POST' && response.ok())
  const toTheEnd = ({ page }: Reader) => page.locator('.lesson-end').scrollIntoViewIfNeeded()

  timed('is opened after a moment, not at once', async ({ reader }) => {
    await reader.page.clock.runFor(4_000)
    expect(await reader.context.cookies()).toEqual([])

    const opened = told(reader)
    await reader.page.clock.runFor(1_000)
    expect(new URL((await opened).url()).pathname).toBe('/progress')

    await reader.page.goto('/progress')
    await reader.shows('.of-lesson .mark', 'opened')
    await reader.shows('main', 'Continue: 1.1 Who comes in?')
  })

  timed('is read once its end is reached, and not before', async ({ reader }) => {
    await reader.page.clock.runFor(60_000)
    expect(await reader.page.locator('.lesson-end').textContent()).toContain('Through with it?')

    await toTheEnd(reader)
    await reader.page.clock.runFor(1_000)

    await reader.shows('.lesson-end', 'You have read this lesson.')
    await reader.shows('.lesson-head .mark', 'read')
  })

  timed('is not read by somebody who only looked for its end', async ({ reader }) => {
    await toTheEnd(reader)
    const opened = told(reader)
    await reader.page.clock.runFor(10_000)
    await opened
    await reader.page.goto('/progress')

    await reader.shows('.of-lesson .mark', 'opened')
  })

  timed('is not marked again after its reader took it back', async ({ reader }) => {
    await reader.press('Mark as read')
    await reader.shows('.lesson-end', 'You have read this lesson.')
    await reader.press('Not read yet')
    await reader.shows('.lesson-end', 'Through with it?')

    await reader.page.clock.runFor(60_000)

    await reader.page.goto('/progress')
    await reader.shows('.of-lesson .mark', 'opened')
  })

  timed('leaves no trace in the sandbox by itself', async ({ reader }) => {
    const opened = told(reader)
    await reader.page.clock.runFor(5_000)
    await opened

    await reader.page.goto('/sandbox/traces')
    await reader.shows('.empty', 'No traces yet')
  })

  timed('is marked in the list of lessons, with the way on', async ({ reader }) => {
    await reader.press('Mark as read')
    await reader.shows('.lesson-end', 'You have read this lesson.')
    await reader.page.goto('/lessons')

    await reader.shows('.continue', CONTINUE)
    await reader.shows('.card .mark', 'read')
  })

  timed('is read as well when the server is away', async ({ reader }) => {
    reader.expectComplaint(/net::ERR_INTERNET_DISCONNECTED/)
    await reader.context.setOffline(true)

    await reader.page.clock.runFor(30_000)
    await reader.press('Mark as read')

    expect(await reader.page.locator('.lesson-end').textContent()).toContain('Through with it?')
  })
})

long('the page of progress keeps nobody out, and fits a phone', async ({ sitDown }) => {
  const reader = await sitDown(PHONE)

  await reader.page.goto('/progress')
  const found = [...(await reader.faults('nothing yet'))]
  await markAsRead(reader)
  found.push(...(await reader.faults('a lesson that is read')))
  for (const path of ['/progress', '/lessons', '/']) {
    await reader.page.goto(path)
    found.push(...(await reader.faults(path)))
  }

  expect(found).toEqual([])
})
