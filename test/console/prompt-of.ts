/** A prompt in Node, over the functions of the app: as a worker has it, without the worker. */
import type { Scope } from '#app/accounts/scope.ts'
import { call } from '#console/call.ts'
import { registry } from '#console/registry.ts'
import { read } from '#prompt/elixir/read.ts'
import { typedLines } from '#prompt/elixir/transcript.ts'
import { thrownInElixir } from '#prompt/exceptions.ts'
import { asElixir } from '#prompt/print.ts'
import { queriesOf, queryText } from '#prompt/query-lines.ts'
import { send } from '#prompt/sent.ts'
import { PromptSession, type Call, type Said } from '#prompt/session.ts'
import { promptBody } from '#prompt/typescript/prompt-body.ts'
import { namesForTypeScript } from '#runner/names-for-typescript.ts'
import { asSurroundings } from '#runner/variables.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'

const ORIGIN = 'http://localhost:4321'
const OUT = { hidesSecrets: true }

export interface Printed {
  readonly answer: string
  readonly notes: readonly string[]
  /** The queries of its calls, without their times. */
  readonly queries: readonly string[]
}

/** Types lines, and answers what each prints. */
export class Prompt {
  readonly session: PromptSession
  readonly asked: Call[] = []
  #recorder = new Recorder({ id: 'r', title: 'r', persona: 'you' })

  constructor(scope: Scope) {
    const ask = async (asked: Call) => {
      // As it crosses: JSON.
      const sent = JSON.parse(JSON.stringify(asked)) as Call
      this.asked.push(sent)
      try {
        const { value, note } = await call(sent, { scope, origin: ORIGIN })
        const answer = { ok: true, value: send(value, OUT), scope: send(scope, OUT) } as const
        return JSON.parse(JSON.stringify({ ...answer, ...(note !== null && { note }) })) as never
      } catch (error) {
        if (!(error instanceof Error)) throw error
        return { ok: false, name: error.name, message: error.message } as const
      }
    }
    this.session = new PromptSession(registry(), ask, { origin: ORIGIN })
    this.session.bindScope(send(scope, OUT))
  }

  elixir(pasted: string): Promise<Printed> {
    return this.#print(() => {
      const found = read(typedLines(pasted))
      if (!('trees' in found)) throw new Error(`${pasted} stops too early.`)
      return this.session.evaluate(found.trees)
    })
  }

  typescript(line: string): Promise<Printed> {
    return this.#print(() => {
      const { code, problems } = promptBody(line)
      if (problems[0]) throw new Error(problems[0].message)
      const given = namesForTypeScript(this.session)
      const surroundings = asSurroundings(this.session.variables, given)
      const body = `with (surroundings) { return (async () => { 'use strict'; ${code}\n})() }`
      // It stands in for the worker, which runs a script of its own.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      const run = new Function('surroundings', body) as (given: object) => Promise<unknown>
      // `surroundings` itself is no name of the prompt.
      const within = new Proxy(surroundings, {
        has: (target, name) => name !== 'surroundings' && Reflect.has(target, name),
      })
      return this.session.sayingTypeScript(() => run(within))
    })
  }

  async #print(act: () => Promise<Said>): Promise<Printed> {
    this.#recorder = new Recorder({ id: 'r', title: 'r', persona: 'you' })
    try {
      const said = await collect(this.#recorder, async () => act())
      const answer = said.is === 'text' ? said.text : asElixir(said.value)
      return { answer, notes: said.notes, queries: this.#queries() }
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const answer = thrownInElixir(error.name, error.message)
      return { answer, notes: [], queries: this.#queries() }
    }
  }

  #queries(): readonly string[] {
    return queriesOf(this.#recorder.snapshot()).map((query) =>
      queryText(query).replaceAll(/db=[\d.]+ms/g, 'db=…ms'),
    )
  }
}
