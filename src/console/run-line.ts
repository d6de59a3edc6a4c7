/**
 * Runs lines one after the other: reads each in its spelling, has it evaluated
 * in the frame, and answers what there is to print. It knows no page.
 */
import { straightQuotes, typedLines } from '#prompt/elixir/transcript.ts'
import { read } from '#prompt/elixir/read.ts'
import { NotRead } from '#prompt/elixir/tree.ts'
import type { Spelling } from '#prompt/helpers.ts'
import type { Registry } from '#prompt/registry.ts'
import type { Sent } from '#prompt/sent.ts'
import type { Answer, Call, Said } from '#prompt/session.ts'
import { readsAsElixir, readsAsTypeScript, spellingOf } from '#prompt/spelling.ts'
import { stopsEarly } from '#prompt/typescript/blank-types.ts'
import { promptBody } from '#prompt/typescript/prompt-body.ts'
import { CodeFrame } from '#runner/code-frame.ts'
import type { PromptDone, PromptTask } from '#runner/prompt-worker.ts'
import { stoppedInWords } from '#runner/stopped.ts'
import type { Trace } from '#trace/trace-step.ts'
import { RefusedError, type AskServer } from './ask-server.ts'

/** What came of a line. */
export interface Outcome {
  readonly number: number
  readonly line: string
  readonly spelling: Spelling
  readonly said: Said | null
  readonly thrown: { readonly name: string; readonly message: string } | null
  /** What its calls did, in order. */
  readonly traces: readonly Trace[]
  /** It failed, and the other spelling reads it. */
  readonly other: Spelling | null
}

/** How a text is to be run, or that it wants another line. */
type Reading =
  | { readonly is: 'more'; readonly spelling: Spelling }
  | { readonly is: 'task'; readonly spelling: Spelling; readonly task: PromptTask }
  | { readonly is: 'wrong'; readonly spelling: Spelling; readonly message: string }

/** As it is typed, without the prompts of a transcript. */
export const cleaned = (text: string): string => typedLines(straightQuotes(text)).trim()

export function readLine(line: string, spelling: Spelling): Reading {
  if (spelling === 'typescript') {
    const body = promptBody(line)
    if (stopsEarly(line, body)) return { is: 'more', spelling }
    const [problem] = body.problems
    return problem
      ? { is: 'wrong', spelling, message: problem.message }
      : { is: 'task', spelling, task: { is: 'typescript', code: body.code } }
  }
  try {
    const found = read(line)
    return 'trees' in found
      ? { is: 'task', spelling, task: { is: 'elixir', trees: found.trees } }
      : { is: 'more', spelling }
  } catch (error) {
    if (error instanceof NotRead) return { is: 'wrong', spelling, message: error.message }
    throw error
  }
}

/** What has a name before the first line. */
const BOUND = ['scope', 'url']

interface Given {
  readonly registry: () => Promise<Registry>
  readonly workerText: () => Promise<string>
  readonly ask: AskServer
  readonly scope: () => Promise<Sent>
  /** Where whoever acts asks, as `/as/bo/console`: another one has another scope. */
  readonly asks: () => string
  readonly width: () => number
  /** Where the site is. */
  readonly origin: string
}

export class LineRunner {
  readonly #given: Given
  readonly #frame: CodeFrame
  #beginning: Promise<void> | null = null
  #asks = ''
  /** A line that has not begun. */
  #waiting: { isEnded: boolean } | null = null
  #number = 0
  #traces: Trace[] = []
  /** Names of variables, for completion. */
  variables: readonly string[] = BOUND

  constructor(given: Given) {
    this.#given = given
    this.#frame = new CodeFrame(given.workerText, {
      answer: (_name, [call]) => this.#call(call as Call),
    })
  }

  /** The number that the next line has. */
  get next(): number {
    return this.#number + 1
  }

  /** Makes the room while its reader types. Whoever comes meanwhile waits for the same one. */
  prepare(): Promise<void> {
    this.#beginning ??= this.#begin().catch((error: unknown) => {
      this.#beginning = null
      throw error
    })
    return this.#beginning
  }

  async #begin(): Promise<void> {
    this.#asks = this.#given.asks()
    const registry = await this.#given.registry()
    const scope = await this.#given.scope()
    const { origin, width } = this.#given
    const task: PromptTask = { is: 'begin', registry, scope, width: width(), origin }
    const ended = await this.#frame.run(task)
    if (ended.how === 'threw') throw new TypeError(`The prompt did not begin: ${ended.message}`)
  }

  /** Whether there is a room to run in, and nobody has ended the line meanwhile. */
  async #hasRoom(): Promise<boolean> {
    const line = { isEnded: false }
    this.#waiting = line
    try {
      await this.prepare()
      await this.#bindScope()
    } catch (error) {
      if (!line.isEnded) throw error
    } finally {
      this.#waiting = null
    }
    return !line.isEnded
  }

  /** The variables stay; `scope` is that of whoever acts now. */
  async #bindScope(): Promise<void> {
    const asks = this.#given.asks()
    if (asks === this.#asks) return
    this.#asks = asks
    const task: PromptTask = { is: 'scope', scope: await this.#given.scope() }
    await this.#frame.run(task)
  }

  async run(line: string, spelling: Spelling): Promise<Outcome> {
    this.#number += 1
    this.#traces = []
    const reading = readLine(line, spelling)
    if (reading.is !== 'task') {
      const message = reading.is === 'wrong' ? reading.message : 'The line stops too early.'
      return this.#outcome(line, spelling, null, { name: 'NotRead', message })
    }
    if (!(await this.#hasRoom())) {
      const message = `${stoppedInWords('asked')} It had not begun.`
      return this.#outcome(line, spelling, null, { name: 'NotRead', message })
    }
    const ended = await this.#frame.run(reading.task)
    if (ended.how === 'done') {
      const done = saidIn(ended.value)
      if (done) {
        this.variables = done.variables.map(String)
        return this.#outcome(line, spelling, done, null)
      }
      return this.#outcome(line, spelling, null, { name: 'NotRead', message: UNPRINTABLE })
    }
    if (ended.how === 'stopped') {
      this.#forget()
      const message = `${stoppedInWords(ended.why)} Variables are gone; your sandbox is as it was.`
      return this.#outcome(line, spelling, null, { name: 'NotRead', message })
    }
    const { name, message } = ended
    return this.#outcome(line, spelling, null, { name, message })
  }

  /** Ends what runs. */
  stop(): void {
    // The room stands, and so does what it knows.
    if (this.#waiting) return void (this.#waiting.isEnded = true)
    this.#frame.stop()
    this.#forget()
  }

  #forget(): void {
    this.#beginning = null
    this.variables = BOUND
  }

  async #call(call: Call): Promise<Answer> {
    // What an earlier line asked may be answered late: it belongs to that line.
    const traces = this.#traces
    const isNext = traces.length > 0
    try {
      const { answer, trace } = await this.#given.ask(call, { number: this.#number }, isNext)
      traces.push(trace)
      return answer
    } catch (error) {
      const message = error instanceof RefusedError ? error.message : 'The server does not answer.'
      return { ok: false, name: 'Refusal', message }
    }
  }

  #outcome(
    line: string,
    spelling: Spelling,
    said: Said | null,
    thrown: Outcome['thrown'],
  ): Outcome {
    const number = this.#number
    const otherOne = spelling === 'elixir' ? 'typescript' : 'elixir'
    const reads = spelling === 'elixir' ? readsAsTypeScript : readsAsElixir
    const other = thrown && thrown.name !== 'Refusal' && reads(line) ? otherOne : null
    return { number, line, spelling, said, thrown, traces: this.#traces, other }
  }
}

const UNPRINTABLE = 'The answer has no form that can be printed.'

/** What the worker says is looked at before it is used. */
function saidIn(value: unknown): PromptDone | null {
  if (typeof value !== 'object' || value === null) return null
  const { is, variables, notes } = value as Readonly<Record<string, unknown>>
  const isRead =
    (is === 'value' || is === 'text') && Array.isArray(variables) && Array.isArray(notes)
  return isRead ? (value as PromptDone) : null
}

/** How a text is spelled. */
export const spelledAs = (text: string, chosen: Spelling): Spelling => spellingOf(text, chosen)
