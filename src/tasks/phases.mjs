/**
 * What a long task shows. On a terminal: a line for each phase, with the time
 * that has passed, what is usual, and a bar where it is known how far it is.
 * Elsewhere: a plain line when a phase begins and one when it ends. What its
 * programs write goes to a file, which a failure names and quotes.
 */
import { mkdirSync, openSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, relative } from 'node:path'
import { ROOT } from './run.mjs'

const TICK_MILLISECONDS = 500
const BAR = 20
const QUOTED_LINES = 30
const NAME_WIDTH = 12

export class Phases {
  #out
  #isTerminal
  #now
  #file
  #details = null
  #running = new Map()
  #timer = null
  #took = []

  /**
   * `name` is that of the task, and of the file for its details. `out` is what
   * it is shown on.
   *
   * @param {string} name
   * @param {{
   *   out?: { write: (text: string) => unknown, isTTY?: boolean, columns?: number },
   *   isTerminal?: boolean,
   *   now?: () => number,
   *   folder?: string,
   * }} [options]
   */
  constructor(
    name,
    { out = process.stdout, isTerminal = out.isTTY === true, now = Date.now, folder } = {},
  ) {
    this.#out = out
    this.#isTerminal = isTerminal
    this.#now = now
    this.#file = `${folder ?? `${ROOT}var/details`}/${name}.log`
  }

  /** Where the details are. */
  get file() {
    const path = relative(process.cwd(), this.#file)
    return path.startsWith('..') ? this.#file : path
  }

  /** Each phase that has ended, and how long it took. */
  get took() {
    return this.#took
  }

  /**
   * Shows a phase while `work` runs, and answers what it answers. It fails
   * when `work` throws, or answers an exit code other than 0: then the end of
   * what it wrote is quoted, or what `quote` picks of its lines. `usual` are
   * the seconds that it takes on most machines.
   *
   * `work` is given `onOutput`, for `run`, and `progress(done, of)`.
   *
   * @template Value
   * @param {string} name
   * @param {{ usual?: number, quote?: (lines: string[]) => string[] }} options
   * @param {(tools: {
   *   onOutput: (chunk: string | Uint8Array) => void,
   *   progress: (done: number, of: number) => void,
   * }) => Value | Promise<Value>} work
   * @returns {Promise<Value>}
   */
  async run(name, { usual, quote = theEnd }, work) {
    const phase = { name, usual, began: this.#now(), progress: null, chunks: [] }
    this.#begin(phase)
    const tools = {
      onOutput: (chunk) => {
        phase.chunks.push(Buffer.from(chunk))
        this.#write(chunk)
      },
      progress: (done, of) => {
        phase.progress = { done, of }
      },
    }
    try {
      const result = await work(tools)
      const failed = typeof result === 'number' && result !== 0
      this.#end(phase, failed ? 'failed' : 'done', quote)
      return result
    } catch (error) {
      this.#end(phase, 'failed', quote)
      throw error
    }
  }

  #begin(phase) {
    this.#running.set(phase.name, phase)
    this.#write(`== ${phase.name}\n`)
    if (!this.#isTerminal) {
      this.#out.write(`${phase.name}${phase.usual ? `, usually ${clock(phase.usual)}` : ''}\n`)
      return
    }
    this.#timer ??= setInterval(() => this.#draw(), TICK_MILLISECONDS).unref()
    this.#draw()
  }

  #end(phase, outcome, quote) {
    this.#running.delete(phase.name)
    const seconds = this.#secondsOf(phase)
    this.#took.push({ name: phase.name, seconds })
    const took = clock(seconds)
    if (this.#isTerminal) {
      const mark = outcome === 'done' ? '✓' : '✗'
      this.#out.write(`${CLEAR}${mark} ${phase.name.padEnd(NAME_WIDTH)} ${took}\n`)
    } else {
      this.#out.write(`${phase.name}: ${outcome} after ${took}\n`)
    }
    if (outcome === 'failed') this.#quote(phase, quote)
    if (this.#running.size > 0) return this.#draw()
    clearInterval(this.#timer)
    this.#timer = null
  }

  #quote({ name, chunks }, quote) {
    const lines = Buffer.concat(chunks).toString().trimEnd().split('\n')
    const shown = quote(lines)
    if (shown.join('') !== '') this.#out.write(`\n${shown.join('\n')}\n`)
    this.#out.write(`\nAll that ${name} wrote is in ${this.file}.\n`)
  }

  #draw() {
    if (!this.#isTerminal || this.#running.size === 0) return
    const parts = [...this.#running.values()].map((phase) => this.#lineOf(phase))
    // No longer than the terminal is wide: a line that wraps cannot be taken back.
    this.#out.write(CLEAR + `… ${parts.join('   ')}`.slice(0, (this.#out.columns || 80) - 1))
  }

  #lineOf(phase) {
    const { name, usual, progress } = phase
    const passed = clock(this.#secondsOf(phase))
    const time = usual ? `${passed}, usually ${clock(usual)}` : passed
    // Beside others there is no room for more.
    if (this.#running.size > 1) return `${name} ${passed}`
    return `${name.padEnd(NAME_WIDTH)} ${progress ? `${bar(progress)} ` : ''}${time}`
  }

  #secondsOf({ began }) {
    return Math.round((this.#now() - began) / 1000)
  }

  // At once, not through a stream: a task that stops would leave its last lines unwritten.
  #write(chunk) {
    try {
      this.#details ??= this.#open()
      writeSync(this.#details, chunk)
    } catch {
      // A disk that is full stops no task: a failure is quoted all the same.
    }
  }

  #open() {
    try {
      mkdirSync(dirname(this.#file), { recursive: true })
      return openSync(this.#file, 'w')
    } catch {
      // Where the tree cannot be written, the folder for what is temporary can.
      this.#file = `${tmpdir()}/glasshouse-${process.pid}.log`
      return openSync(this.#file, 'w')
    }
  }
}

/** Quotes all that was written. */
export const all = (lines) => lines

const theEnd = (lines) => lines.slice(-QUOTED_LINES)

const CLEAR = '\r\x1b[2K'

/** `1:05` */
export const clock = (seconds) => {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

function bar({ done, of }) {
  const full = of > 0 ? Math.round((done / of) * BAR) : 0
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${done} of ${of}`
}
