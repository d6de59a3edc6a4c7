/**
 * Gives the site `virtual:glasshouse/worker/NAME`: the text of a worker, in one
 * classic script. A frame without an origin can load no script by its address,
 * so the page loads the text as a module of its own and hands it in.
 */
import { join, relative } from 'node:path'
import { build } from 'vite'

const PREFIX = 'virtual:glasshouse/worker/'
// What Rollup and Vite expect of a module that is no file.
const RESOLVED = `\0${PREFIX}`

/**
 * Each worker with the file that it begins in, and what is left out of it. An exercise shows the
 * steps of a case; a prompt has no trace, and the words for one are a tenth of its library. What
 * asks a repo is asked of the server there: `names-for-typescript.ts` offers neither.
 */
const WORKERS = {
  prompt: {
    file: 'src/runner/prompt-worker.ts',
    without: {
      'src/changeset/trace-rule.ts': 'export const describeRule = () => ({})',
      'src/changeset/unsafe-validate-unique.ts': 'export const unsafeValidateUnique = null',
      'src/changeset/prepare.ts': 'export const prepareChanges = null',
    },
  },
  exercise: { file: 'src/exercise/worker.ts' },
  'exercise-with-repo': { file: 'src/exercise/worker-with-repo.ts' },
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
      const worker = WORKERS[id.slice(RESOLVED.length)]
      if (!worker) throw new Error(`${id.slice(1)}: there is no such worker in ${import.meta.url}.`)
      const { text, modules } = await bundle(root, worker.file, worker.without)
      for (const each of modules) this.addWatchFile(each)
      return `export default ${JSON.stringify(text)}`
    },
  }
}

/**
 * One classic script of a file and all that it imports, and the names of these. `without` has a
 * text for each file that something else stands in for.
 */
export async function bundle(root, file, without = {}) {
  const made = await build({
    ...{ root, configFile: false, logLevel: 'error', publicDir: false },
    plugins: [standIns(root, without)],
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

const standIns = (root, without) => ({
  name: 'glasshouse:stand-ins',
  load: (id) => without[relative(root, id)],
})
