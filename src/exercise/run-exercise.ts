/** Runs what a reader wrote, in a room of its own. The server sees none of it. */
import wasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import type { ExerciseFiles } from '#course/exercise-files.ts'
import { CodeFrame, NoRoomError, type Ended } from '#runner/code-frame.ts'
import { stoppedInWords } from '#runner/stopped.ts'
import { readAnswer, type Answer } from './outcome.ts'
import { readCode, type FileProblem } from './read-code.ts'
import { CHECKS, type ExerciseTask } from './task.ts'

/** What a page shows after a run. */
export type Ran =
  | { readonly type: 'answered'; readonly answer: Answer }
  | { readonly type: 'problems'; readonly problems: readonly FileProblem[] }
  /** It did not come to an end, or not to one that anybody believes. */
  | { readonly type: 'ended'; readonly sentence: string }

const NO_DATABASE = 'The database did not come. Press once more when you are online.'
const NO_ANSWER = 'Ended: what came of it was no answer.'

export class ExerciseRunner {
  readonly #exercise: ExerciseFiles['exercise']
  readonly #checks: string
  readonly #frame: CodeFrame
  #sqlite: Promise<Uint8Array> | null = null
  #warming: Promise<unknown> = Promise.resolve()

  constructor({ exercise, checks }: Pick<ExerciseFiles, 'exercise' | 'checks'>) {
    this.#exercise = exercise
    this.#checks = checks
    this.#frame = new CodeFrame(async () => (await this.#worker()).default)
  }

  /** Makes room and brings what a run needs, so that the first one is as quick as the others. */
  prepare(): void {
    this.#warming = this.#send([]).catch(() => undefined)
  }

  async run(files: Readonly<Record<string, string>>): Promise<Ran> {
    const { modules, problems } = readCode({ ...files, [CHECKS]: this.#checks })
    if (problems.length > 0) return { type: 'problems', problems }
    await this.#warming
    try {
      const ended = await this.#send(modules)
      if (ended.how === 'stopped') return { type: 'ended', sentence: stoppedInWords(ended.why) }
      const answer = ended.how === 'done' ? readAnswer(ended.value) : null
      return answer ? { type: 'answered', answer } : { type: 'ended', sentence: NO_ANSWER }
    } catch (error) {
      if (error instanceof NoRoomError) return { type: 'ended', sentence: error.message }
      if (error instanceof TypeError) return { type: 'ended', sentence: NO_DATABASE }
      throw error
    }
  }

  stop(): void {
    this.#frame.stop()
  }

  async #send(modules: ExerciseTask['modules']): Promise<Ended> {
    const { migrations } = this.#exercise
    const task: ExerciseTask = { modules, migrations, sqlite: await this.#bytes() }
    return this.#frame.run(task)
  }

  get #hasDatabase(): boolean {
    return !['pure', 'plug'].includes(this.#exercise.kind)
  }

  #worker() {
    return this.#hasDatabase
      ? import('virtual:glasshouse/worker/exercise-with-repo')
      : import('virtual:glasshouse/worker/exercise')
  }

  #bytes(): Promise<Uint8Array> | null {
    if (!this.#hasDatabase) return null
    this.#sqlite ??= fetch(wasmUrl)
      .then((response) => response.arrayBuffer())
      .then((bytes) => new Uint8Array(bytes))
    this.#sqlite.catch(() => (this.#sqlite = null))
    return this.#sqlite
  }
}
