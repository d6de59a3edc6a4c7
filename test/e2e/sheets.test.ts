import { expect } from 'vitest'
import { long, test, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'

async function showTables(reader: Reader): Promise<void> {
  await reader.openLesson(LESSON)
  await reader.followInBar('Tables')
  await reader.shows('.page-title', 'Tables')
}

test('a page that a stage is sent to is dressed when it is shown', async ({ reader }) => {
  await showTables(reader)
  const table = reader.page.locator('.table').first()

  const line = await table.evaluate((part) => getComputedStyle(part).borderTopStyle)

  expect(line).toBe('solid')
})

long('in whatever order its sheets come, a page looks the same', async ({ reader }) => {
  await showTables(reader)
  const found = await reader.page.evaluate(async () => {
    const told = ['display', 'position', 'inset', 'color', 'background', 'border', 'font']
    const sizes = ['margin', 'padding', 'gap', 'width', 'height', 'grid', 'flex', 'fill', 'stroke']
    const looks = () =>
      [...document.querySelectorAll('body *')].map((part) => {
        const style = getComputedStyle(part)
        return [...told, ...sizes].map((name) => style.getPropertyValue(name)).join('\n')
      })
    const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')]
    const before = looks()
    const loaded = links.map((link) => new Promise((resolve) => (link.onload = resolve)))
    for (const link of links) document.head.prepend(link)
    await Promise.all(loaded)
    const after = looks()
    return { sheets: links.length, changed: before.filter((look, index) => look !== after[index]) }
  })

  expect(found.sheets).toBeGreaterThan(2)
  expect(found.changed).toEqual([])
})
