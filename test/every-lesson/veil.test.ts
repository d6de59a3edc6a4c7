/** What stands in the page of a lesson, as it was built, before its reader has done anything. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { firstSightOf } from '#course/act.ts'
import { questionAbout, recordingHref } from '#course/recordings-page.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { playableLessons } from '../support/whole-course.ts'

const lessons = playableLessons().map(({ lesson, demos, file }) => ({
  href: lesson.href,
  demos,
  file,
}))

const get = async (path: string) => (await new HttpBrowser().get(path)).text
const recorded = /data-trace="recorded-(?<demo>[a-z\d-]+)-(?<step>\d+)"/g

describe.for(lessons)('$href', ({ href, demos, file }) => {
  test('holds of each act the one recording that nobody is asked about', async () => {
    const page = await get(href)

    const held = new Set(
      [...page.matchAll(recorded)].map(({ groups }) => `${groups?.['demo']}.${groups?.['step']}`),
    )
    const shown = demos.flatMap((demo) => {
      const step = firstSightOf(demo)
      return step === null ? [] : [`${demo.id}.${step}`]
    })
    expect([...held].toSorted()).toEqual(shown.toSorted())
    for (const demo of demos) expect(questionAbout(demo, firstSightOf(demo) ?? 0)).toBeNull()
  })

  test('quotes a run inside of folded paragraphs alone', async () => {
    const page = await get(href)

    const open = page.replaceAll(/<details class="after"[\s\S]*?<\/details>/g, '')
    expect(page.includes('data-value=')).toBe(readFileSync(file, 'utf8').includes('<Value '))
    expect(open).not.toContain('data-value=')
  })

  test('writes at no option whether it is right', async () => {
    const page = await get(href)

    for (const { why } of demos.flatMap(({ predictions }) =>
      predictions.flatMap(({ options }) => options),
    ))
      expect(page).not.toContain(inHtml(why))
    expect(page).not.toMatch(/data-answer[\s=>]/)
  })

  test('holds no way of a task, and two of its hints', async () => {
    const page = await get(href)

    for (const { hints } of demos.flatMap(({ checks }) => checks.filter(({ alone }) => alone))) {
      expect(page).toContain(inHtml(hints[0]!))
      expect(page).toContain(inHtml(hints[1]!))
      expect(page).not.toContain(inHtml(hints[2]!))
    }
  })

  test('leads to what was recorded of every other step', async () => {
    const page = await get(href)

    for (const demo of demos)
      for (const [index, { label }] of demo.steps.entries()) {
        if (index + 1 === firstSightOf(demo)) continue
        expect(page).toContain(recordingHref(demo, index + 1))
        expect(await get(recordingHref(demo, index + 1))).toContain(`Recorded: ${label}`)
      }
  })
})

/** A text as the page's source has it. */
function inHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
  }
  return text.replace(/[&<>"']/g, (sign) => names[sign]!)
}
