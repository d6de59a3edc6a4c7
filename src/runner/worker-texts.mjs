/**
 * Gives the site `virtual:glasshouse/worker/NAME`: the text of a worker, in one
 * classic script. A frame without an origin can load no script by its address,
 * so the page loads the text as a module of its own and hands it in.
 */
import { join } from 'node:path'
import { build } from 'vite'

const PREFIX = 'virtual:glasshouse/worker/'
// What Rollup and Vite expect of a module that is no file.
const RESOLVED = `\0${PREFIX}`

/** Each worker with the file that it begins in. */
const WORKERS = {
  prompt: 'src/runner/prompt-worker.ts',
  exercise: 'src/exercise/worker.ts',
  'exercise-with-repo': 'src/exercise/worker-with-repo.ts',
}

export function workerTexts() {
  let root = ''
  return {
    name: 'glasshouse:worker-texts',
    configResolved(config) {
      root = config.root
    },
    resolveId(id) {
      return id.startsWith(PREFIX) ? `\0${id}` : undefined
    },
    async load(id) {
      if (!id.startsWith(RESOLVED)) return undefined
      const file = WORKERS[id.slice(RESOLVED.length)]
      if (!file) throw new Error(`${id.slice(1)}: there is no such worker in ${import.meta.url}.`)
      const { text, modules } = await bundle(root, file)
      for (const each of modules) this.addWatchFile(each)
      return `export default ${JSON.stringify(text)}`
    },
  }
}

/** One classic script of a file and all that it imports, and the names of these. */
export async function bundle(root, file) {
  const made = await build({
    ...{ root, configFile: false, logLevel: 'error', publicDir: false },
    build: {
      ...{ write: false, minify: true, modulePreload: false, copyPublicDir: false },
      target: 'es2023',
      rolldownOptions: {
        input: join(root, file),
        output: { format: 'iife', codeSplitting: false },
      },
    },
  })
  const { output } = Array.isArray(made) ? made[0] : made
  const [script] = output
  return { text: script.code, modules: script.moduleIds.filter((id) => !id.startsWith('\0')) }
}
