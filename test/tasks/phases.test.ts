import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { all, Phases } from '../../src/tasks/phases.mjs'

let folder = ''
let shown = ''
let seconds = 0
const out = {
  columns: 60,
  write: (text: string) => {
    shown += text
    return true
  },
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glasshouse-phases-'))
  shown = ''
  seconds = 0
})
afterEach(() => rmSync(folder, { recursive: true }))

const phasesOn = (isTerminal: boolean, to = folder) =>
  new Phases('start', { out, isTerminal, now: () => seconds * 1000, folder: to })

const work =
  (code: number, ...lines: readonly string[]) =>
  ({ onOutput }: { readonly onOutput: (chunk: string) => void }) => {
    for (const line of lines) onOutput(`${line}\n`)
    seconds += 65
    return code
  }
/** What stands on the terminal: each redrawn line over the one before. */
const screen = () =>
  shown.split('\n').map((line) => line.slice(line.lastIndexOf('\x1b[2K') + 1).replace('[2K', ''))

describe('Phases without a terminal', () => {
  test('say in plain lines that a phase begins and ends, and nothing of what its programs write', async () => {
    const code = await phasesOn(false).run('site', { usual: 45 }, work(0, 'page 1', 'page 2'))

    expect(code).toBe(0)
    expect(shown).toBe('site, usually 0:45\nsite: done after 1:05\n')
    expect(readFileSync(join(folder, 'start.log'), 'utf8')).toBe('== site\npage 1\npage 2\n')
  })

  test('quote the end of what one wrote that failed, and name the file with all of it', async () => {
    const lines = Array.from({ length: 100 }, (_, number) => `line ${number}`)

    await phasesOn(false).run('site', {}, work(3, ...lines))

    expect(shown).toMatch(
      /^site\nsite: failed after 1:05\n\nline 70\n(?:line \d+\n){29}\nAll that site wrote is in /,
    )
    expect(shown).toMatch(/start\.log\.\n$/)
    expect(readFileSync(join(folder, 'start.log'), 'utf8')).toContain('line 0\n')
  })

  test('quote the whole where that is asked for', async () => {
    const lines = Array.from({ length: 100 }, (_, number) => `line ${number}`)

    await phasesOn(false).run('unit', { quote: all }, work(1, ...lines))

    expect(shown).toContain('\nline 0\nline 1\n')
  })

  test('hand an exception on, after they have shown the failure', async () => {
    const failing = phasesOn(false).run('site', {}, () => Promise.reject(new Error('no Node')))

    await expect(failing).rejects.toThrow('no Node')
    expect(shown).toContain('site: failed after 0:00')
  })

  test('stop no task where no file can be written', async () => {
    writeFileSync(join(folder, 'file'), '')

    expect(await phasesOn(false, join(folder, 'file')).run('site', {}, work(0, 'page'))).toBe(0)
  })
})

describe('Phases on a terminal', () => {
  test('keep one line for each, with a mark and the time it took', async () => {
    const phases = phasesOn(true)
    await phases.run('packages', { usual: 40 }, work(0, 'added 500'))
    await phases.run('site', { usual: 45 }, work(1))

    expect(screen().slice(0, 2)).toEqual(['✓ packages     1:05', '✗ site         1:05'])
  })

  test('show at once what begins and what is usual', async () => {
    await phasesOn(true).run('packages', { usual: 90 }, () => {
      expect(screen()).toEqual(['… packages     0:00, usually 1:30'])
    })
  })

  test('name all that run at the same time', async () => {
    const phases = phasesOn(true)
    await phases.run('lint', { usual: 60 }, () =>
      phases.run('unit', { usual: 90 }, () => {
        expect(screen()).toEqual(['… lint 0:00   unit 0:00'])
      }),
    )
  })

  test('draw a bar of how far one is, no wider than the terminal', async () => {
    const phases = phasesOn(true)
    await phases.run('demos', { usual: 40 }, async ({ progress }) => {
      progress(5, 20)
      // The next phase makes the line be drawn anew when it ends.
      await phases.run('other', {}, () => 0)
      expect(screen().at(-1)).toBe('… demos        █████░░░░░░░░░░░░░░░ 5 of 20 0:00, usually 0')
    })
  })
})
