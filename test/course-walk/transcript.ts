/** A transcript of a lesson: what it printed, and the same line at the reader’s own prompt. */
import type { Locator } from 'playwright-core'
import type { Reader } from '../support/browser-reader.ts'
import { ConsolePage } from '../support/console-page.ts'

/** A line of a transcript, and what it printed; `null` where it prints nothing. */
export async function printedIn(line: Locator) {
  const whole = (await line.locator('> pre code').first().textContent()) ?? ''
  const print = line.locator('details > pre').last()
  return {
    typed: whole.trim().replace(/^(?:iex(?:\(\d+\))?|\d+)> /, ''),
    printed: (await print.count()) > 0 ? await print.textContent() : null,
  }
}

interface Line {
  readonly line: Locator
  readonly typed: string
}

/**
 * Types a line as it comes from the lesson, runs it, and answers what is printed. Where the lesson
 * has no stage, its link leads to the page of the prompt, and there one goes on.
 */
export async function typeLine(reader: Reader, lesson: string, { line, typed }: Line) {
  const { page } = reader
  if (reader.path !== lesson) return new ConsolePage(page).run(typed)
  const link = line.locator('.transcript-type')
  const isOnStage = (await link.getAttribute('data-stage-of')) !== null
  await link.click()
  const room = page.locator('.stage-room:not([hidden])', { has: page.locator('glass-console') })
  const prompt = new ConsolePage(page, isOnStage ? room : page)
  await prompt.isReady()
  // It comes a moment after the prompt: a key that is pressed before runs nothing.
  const [first = ''] = typed.split('\n')
  await prompt.line.filter({ hasText: first }).waitFor()
  // On a phone the sheet has the focus, and its reader puts a finger on the line.
  await prompt.line.focus()
  return prompt.enter('Control+Enter')
}
