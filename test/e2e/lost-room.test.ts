/** The process in which a reader's code runs ends: by its memory, or by the machine's. */
import { describe, expect, inject, test as base } from 'vitest'
import { DevTools } from '../support/devtools.ts'
import { longOf } from '../support/long.ts'

const test = base.extend('devtools', async ({}, { onCleanup }) => {
  const devtools = await DevTools.open(`${inject('origin')}/console`)
  onCleanup(() => devtools.close())
  return devtools
})
const long = longOf(test)

const ANSWERS = `[...document.querySelectorAll('.prompt-log > li [data-answer]')]`
const GONE = 'Ended after 2 s without an answer. Variables are gone; your sandbox is as it was.'
const LINE = `document.querySelector('[data-input] > div')?.shadowRoot?.querySelector('.cm-content')`

/** Opens the prompt, and waits for its room and its editor. */
async function open(devtools: DevTools): Promise<void> {
  // A press before the element is alive opens nothing: the next one does.
  await devtools.until(
    `!!(${LINE}) || (document.querySelector('[data-open-prompt]')?.click(), false)`,
  )
}

/** Types a line and runs it. Answers how many were answered before. */
async function start(devtools: DevTools, line: string): Promise<number> {
  const before = Number(await devtools.evaluate(`${ANSWERS}.length`))
  await devtools.evaluate(`${LINE}.focus()`)
  await devtools.type(line)
  await devtools.evaluate(`document.querySelector('[data-run]').click()`)
  return before
}

async function run(devtools: DevTools, line: string): Promise<unknown> {
  const before = await start(devtools, line)
  await devtools.until(`${ANSWERS}.length > ${before}`)
  return devtools.evaluate(`${ANSWERS}.at(-1).textContent`)
}

// Nothing answers to it any more.
const crash = (devtools: DevTools) => void devtools.send('Page.crash', {}, devtools.frames.at(-1))

describe('when the frame’s process ends', () => {
  test('while a line runs, one sentence says so, and the next line has a new one', async ({
    devtools,
  }) => {
    await open(devtools)
    expect(await run(devtools, 'kept = 1')).toBe('1')

    const before = await start(devtools, 'await new Promise(() => {})')
    await devtools.until(`document.querySelector('glass-console').matches('[data-running]')`)
    crash(devtools)
    await devtools.until(`${ANSWERS}.length > ${before}`)

    expect(await devtools.evaluate(`${ANSWERS}.at(-1).textContent`)).toBe(GONE)
    expect(await run(devtools, 'Accounts.register_user(%{})')).toContain("can't be blank")
    expect(await run(devtools, 'kept')).toContain('undefined variable "kept"')
  })

  long(
    'between two lines, the second is told, and the third has a new one',
    async ({ devtools }) => {
      await open(devtools)
      await run(devtools, 'kept = 1')
      crash(devtools)
      await new Promise((wait) => setTimeout(wait, 1_000))

      expect(await run(devtools, 'kept')).toBe(GONE)
      expect(await run(devtools, '1 + 1')).toBe('2')
    },
  )
})
