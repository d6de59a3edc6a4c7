/**
 * What the search adds to Astro: the list of all that can be found, as a module
 * for the server, and Pagefind's index of the same list beside the built pages.
 */
import { fileURLToPath } from 'node:url'
import { listRecords } from './records.ts'
import { writeIndex } from './write-index.mjs'

const LIST = 'virtual:glasshouse/search'
const COURSE_PLUGIN = 'glasshouse:course'
// What Rollup and Vite expect of a module that is no file.
const RESOLVED = `\0${LIST}`

/** Comes before what compresses the files that the build made. It reads the course where the plugin of the course does. */
export function search() {
  let list = null
  let coursePlugin = null
  const listOf = () => (list ??= listRecords(coursePlugin.api.course))
  const plugin = {
    name: 'glasshouse:search',
    configResolved(config) {
      coursePlugin = config.plugins.find(({ name }) => name === COURSE_PLUGIN)
    },
    resolveId: (id) => (id === LIST ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED) return undefined
      const { records, index, waiting } = listOf()
      // There is none before the first build.
      const built = this.environment.mode === 'build' ? index : null
      return [
        // As text: it is read many times faster than code.
        `export const records = JSON.parse(${JSON.stringify(JSON.stringify(records))})`,
        `export const index = ${JSON.stringify(built)}`,
        `export const waiting = ${JSON.stringify(waiting)}`,
      ].join('\n')
    },
    hotUpdate() {
      // Whatever has changed may be found: the next who asks has it made anew.
      list = null
      const module = this.environment.moduleGraph.getModuleById(RESOLVED)
      if (module) this.environment.moduleGraph.invalidateModule(module)
    },
  }
  return {
    name: 'glasshouse:search',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => updateConfig({ vite: { plugins: [plugin] } }),
      'astro:build:done': async ({ dir, logger }) => {
        const { open: records, index, language } = listOf()
        const why = await writeIndex(fileURLToPath(dir), { records, index, language })
        if (why !== null)
          logger.warn(`There is no index for browsers, so the server searches: ${why}`)
      },
    },
  }
}
