/**
 * Gives the site `virtual:glasshouse/course`: the course as plain data, without
 * the texts. To import `astro:content` in a page made on demand would take
 * every lesson into the server's bundle.
 */
import { relative } from 'node:path'
import { LESSONS, SEEDS } from './course-files.ts'
import { checkCourse, readCourse } from './read-course.ts'

const NAME = 'virtual:glasshouse/course'
// What Rollup and Vite expect of a module that is no file.
const RESOLVED = `\0${NAME}`

/** `schemas` are those of `content.config.ts`: this context does not know Astro. */
export function coursePlugin({ schemas }) {
  let root = ''
  let builds = false
  let isChecked = false

  const isCourseFile = (file) => {
    const path = relative(root, file).replaceAll('\\', '/')
    if (path.startsWith(`${SEEDS}/`)) return path.endsWith('.yaml')
    return path.startsWith(`${LESSONS}/`) && /\.(?:mdx|yaml)$/.test(path)
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
      checkCourse(root, schemas)
    },
    resolveId(id) {
      return id === NAME ? RESOLVED : undefined
    },
    load(id) {
      if (id !== RESOLVED) return undefined
      return `export default ${JSON.stringify(readCourse(root, schemas))}`
    },
    hotUpdate({ file, modules }) {
      const course = this.environment.moduleGraph.getModuleById(RESOLVED)
      if (!course || !isCourseFile(file)) return undefined
      return [...modules, course]
    },
  }
}
