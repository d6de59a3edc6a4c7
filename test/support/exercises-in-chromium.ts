/**
 * Runs exercises in the machine’s Chromium, in the worker that a reader has. Page, server
 * and course stay out of it: one worker after another takes every exercise, so that a
 * course of many costs little more than one of few.
 */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { readAnswer, type Answer } from '#exercise/outcome.ts'
import { readCode } from '#exercise/read-code.ts'
import { CHECKS } from '#exercise/task.ts'
import { WITH_DATABASE } from '#course/schema/exercise.ts'
import { bundle } from '../../src/runner/worker-texts.mjs'
import type { Running } from './run-exercise.ts'

const WASM = 'node_modules/sql.js/dist/sql-wasm-browser.wasm'

interface ChromiumRunner {
  readonly run: (running: Running) => Promise<Answer>
}

/** Begins both workers in a page that belongs to nobody. */
export async function exercisesInChromium(page: Page): Promise<ChromiumRunner> {
  const [without, withRepo] = await Promise.all(
    ['src/exercise/worker.ts', 'src/exercise/worker-with-repo.ts'].map(async (file) => {
      const { text } = (await bundle(process.cwd(), file)) as { readonly text: string }
      return text
    }),
  )
  const sqlite = (await readFile(WASM)).toString('base64')
  await page.goto('about:blank')
  await page.evaluate(startWorkers, { texts: [without ?? '', withRepo ?? ''], sqlite })

  return {
    run: async ({ kind, migrations, files, checks }) => {
      const { modules } = readCode({ ...files, [CHECKS]: checks })
      const which = WITH_DATABASE.includes(kind) ? 1 : 0
      const said = await page.evaluate((task) => (globalThis as unknown as InPage).runTask(task), {
        which,
        modules,
        migrations,
      })
      const answer = readAnswer(said)
      if (!answer) throw new TypeError(`A worker said ${JSON.stringify(said)}.`)
      return answer
    },
  }
}

interface Task {
  readonly which: number
  readonly modules: unknown
  readonly migrations: readonly string[]
}

interface InPage {
  runTask: (task: Task) => Promise<unknown>
}

/** It runs in the page, and knows nothing of this file. */
function startWorkers({ texts, sqlite }: { texts: readonly string[]; sqlite: string }): void {
  const bytes = Uint8Array.from(atob(sqlite), (letter) => letter.codePointAt(0) ?? 0)
  const ports = texts.map((text) => {
    const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))
    const { port1, port2 } = new MessageChannel()
    worker.postMessage(null, [port2])
    return port1
  })
  let last = 0
  const runTask = ({ which, modules, migrations }: Task) =>
    new Promise<unknown>((resolve, reject) => {
      const id = (last += 1)
      const port = ports[which]
      if (!port) return reject(new Error(`There is no worker ${which}.`))
      port.onmessage = ({ data }: MessageEvent<{ id?: number; type: string; value?: unknown }>) => {
        if (data.id !== id) return
        if (data.type === 'done') resolve(data.value)
        else reject(new Error(JSON.stringify(data)))
      }
      port.postMessage({
        type: 'run',
        id,
        task: { modules, migrations, sqlite: which === 1 ? bytes : null },
      })
    })
  Object.assign(globalThis, { runTask })
}
