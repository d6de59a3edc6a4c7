/**
 * Somebody who types at the prompt of a server, without a browser: lines are
 * read and evaluated here by the prompt's own code, and each call that they
 * make is sent as a prompt sends it. Transcripts are recorded so, and steps of
 * an act that type.
 */
import { pathFor } from '#http/links.ts'
import { read } from '#prompt/elixir/read.ts'
import { NotRead } from '#prompt/elixir/tree.ts'
import type { Registry } from '#prompt/registry.ts'
import type { Sent } from '#prompt/sent.ts'
import { PromptSession, type Answer, type Call, type Said } from '#prompt/session.ts'
import type { Trace } from '#trace/trace-step.ts'

/** Whoever gets requests to the server: a player of acts. */
interface Asking {
  /** Where the site is. */
  readonly origin: string
  /** The facts of a page. */
  json<Value>(path: string): Promise<Value>
  /** Sends plain data, as a program of a page does. */
  postJson<Value>(path: string, body: object): Promise<Value>
}

/** What came of a line. */
export interface Typed {
  readonly said: Said | null
  readonly thrown: { readonly name: string; readonly message: string } | null
  /** What its calls did, in order. */
  readonly traces: readonly Trace[]
}

interface Answered {
  readonly answer: Answer
  readonly trace: Trace
}

/** One prompt, its variables, and who sits before it. */
export class Typist {
  readonly session: PromptSession
  #asking: Asking | null
  #persona: string | null = null
  #number = 0
  #traces: Trace[] = []

  private constructor(asking: Asking, registry: Registry, width: number) {
    this.#asking = asking
    const { origin } = asking
    this.session = new PromptSession(registry, (call) => this.#ask(call), { width, origin })
  }

  /** Sits down at a prompt that knows nothing yet. */
  static async at(asking: Asking, { width = 80 } = {}): Promise<Typist> {
    return new Typist(asking, await asking.json<Registry>('/console/registry.json'), width)
  }

  /** Goes on at the same prompt by other requests: what was bound is there, and who asks is asked anew. */
  goOn(asking: Asking): this {
    this.#asking = asking
    this.#persona = null
    this.#number = 0
    return this
  }

  /** Lets go of whose requests these were. What was bound stays. */
  leave(): void {
    this.#asking = null
  }

  /** Types a line of Elixir. */
  elixir(line: string, persona: string): Promise<Typed> {
    return this.type(persona, () => {
      const found = read(line)
      if ('trees' in found) return this.session.evaluate(found.trees)
      throw new NotRead(0, 'The line stops too early.')
    })
  }

  /** Types a line, which `say` reads and evaluates. What it throws is its answer. */
  async type(persona: string, say: () => Promise<Said>): Promise<Typed> {
    if (persona !== this.#persona) await this.#become(persona)
    this.#number += 1
    this.#traces = []
    try {
      const said = await say()
      return { said, thrown: null, traces: this.#traces }
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const { name, message } = error
      return { said: null, thrown: { name, message }, traces: this.#traces }
    }
  }

  get #now(): Asking {
    if (this.#asking) return this.#asking
    throw new Error('Typist: nobody sits at this prompt. Call goOn before a line is typed.')
  }

  /** From now on `scope` is that of this persona. */
  async #become(persona: string): Promise<void> {
    this.#persona = persona
    const { own } = await this.#now.json<{ own: Sent }>(pathFor(persona, '/console'))
    this.session.bindScope(own)
  }

  async #ask(call: Call): Promise<Answer> {
    const path = pathFor(this.#persona ?? 'you', '/console/calls')
    const said = { ...call, line: this.#number, next: this.#traces.length > 0 }
    const { answer, trace } = await this.#now.postJson<Answered>(path, said)
    this.#traces.push(trace)
    return answer
  }
}
