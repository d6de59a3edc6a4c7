/** A stage as somebody hears it: its parts in order, each with its name. */
import { expect } from 'vitest'
import { test } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'

test('after a run, strip, house, list and foot are read in this order', async ({ sitDown }) => {
  const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
  await reader.openLesson(LESSON)
  await reader.page.locator('form[data-run="six-tries.3"] button').first().click()
  await reader.page.locator('.stage-strip', { hasText: 'run 1 of' }).first().waitFor()

  const tree = await reader.page.locator('.stage').first().ariaSnapshot()

  await expect(settled(tree)).toMatchFileSnapshot('reading-order.txt')
})

/** Without what another run has otherwise. */
const settled = (tree: string) =>
  tree
    .replaceAll(/\b\d+\.\d\b( ms)?/g, '‹time›$1')
    .replaceAll(/\/[\w-]{16}(?=[\s#"]|$)/gm, '/‹id›')
    .replaceAll(/#[\w-]{16}-/g, '#‹id›-')
    .replaceAll(/\d+ (?:hours?|h|minutes?) left/g, '‹time› left')
    .replaceAll(/\.ts(?::|#L)\d+/g, '.ts:‹line›')
