/**
 * Gives the site `virtual:glasshouse/course`: the course as plain data, without
 * the texts. To import `astro:content` in a page made on demand would take
 * every lesson into the server's bundle.
 */
import { relative } from 'node:path'
import { LESSONS, START_STATES } from './course-files.ts'
import { checkCourse, readCourse, readRecordings } from './read-course.ts'

const READERS = {
  'virtual:glasshouse/course': readCourse,
  'virtual:glasshouse/recordings': readRecordings,
}
// What Rollup and Vite expect of a module that is no file.
const resolved = (name) => `\0${name}`

export function coursePlugin() {
  let root = ''
  let builds = false
  let isChecked = false

  const isCourseFile = (file) => {
    const path = relative(root, file).replaceAll('\\', '/')
    if (path.startsWith(`${START_STATES}/`)) return path.endsWith('.yaml')
    return path.startsWith(`${LESSONS}/`) && /\.(?:mdx|yaml|json)$/.test(path)
  }

  return {
    name: 'glasshouse:course',
    configResolved(config) {
      root = config.root
      builds = config.command === 'build'
    },
    buildStart() {
      // While an author writes, the listing itself says what is missing.
      if (!builds || isChecked) return
      isChecked = true
      checkCourse(root)
    },
    resolveId(id) {
      return Object.hasOwn(READERS, id) ? resolved(id) : undefined
    },
    load(id) {
      const read = READERS[id.slice(1)]
      if (!read || id !== resolved(id.slice(1))) return undefined
      return `export default ${JSON.stringify(read(root))}`
    },
    hotUpdate({ file, modules }) {
      if (!isCourseFile(file)) return undefined
      const graph = this.environment.moduleGraph
      const own = Object.keys(READERS).map((name) => graph.getModuleById(resolved(name)))
      return own.some(Boolean) ? [...modules, ...own.filter(Boolean)] : undefined
    },
  }
}
