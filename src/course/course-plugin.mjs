/**
 * Gives the site `virtual:glasshouse/course`: the course as plain data, without
 * the texts. To import `astro:content` in a page made on demand would take
 * every lesson into the server's bundle. The recordings of each lesson are a
 * module of their own, which the page of that lesson alone asks for.
 */
import { relative } from 'node:path'
import { GLOSSARY, LESSONS, START_STATES } from './course-files.ts'
import { CourseReader } from './course-reader.ts'
import { inLinks, onStage } from './paths.ts'

const COURSE = 'virtual:glasshouse/course'
const RECORDINGS = 'virtual:glasshouse/recordings'
const PATHS = 'virtual:glasshouse/paths'

// What Rollup and Vite expect of a module that is no file.
const resolved = (name) => `\0${name}`

/**
 * A plugin of Vite’s that reads the course below the root of its config. A build fails with one
 * error that tells every mistake of an author.
 *
 * @example
 * coursePlugin().name
 * // => 'glasshouse:course'
 */
export function coursePlugin() {
  let course = null
  let builds = false
  let isChecked = false

  /** The code of one of the modules, or `null` for another name. */
  function codeOf(name) {
    if (name === COURSE) return `export default ${JSON.stringify(course.readCourse())}`
    if (name === RECORDINGS) return recordingsByLesson(course.readCourse())
    // A browser gets two expressions in place of all the routes that they are made from.
    if (name === PATHS)
      return `export const onStage = ${onStage}\nexport const inLinks = ${inLinks}`
    if (!name.startsWith(`${RECORDINGS}/`)) return null
    return `export default ${JSON.stringify(course.readRecordings(lessonOf(name)))}`
  }

  /** Whether a module was made from this file, among others. */
  function isMadeFrom(name, file) {
    if (isCourseFile(file)) return true
    return name.startsWith(`${RECORDINGS}/`) && course.listSourcesOf(lessonOf(name)).has(file)
  }

  return {
    name: 'glasshouse:course',
    configResolved(config) {
      course = new CourseReader(config.root)
      builds = config.command === 'build'
    },
    buildStart() {
      // While an author writes, the listing itself says what is missing.
      if (!builds || isChecked) return
      isChecked = true
      course.checkCourse()
    },
    resolveId(id) {
      return [COURSE, RECORDINGS, PATHS].includes(id) || id.startsWith(`${RECORDINGS}/`)
        ? resolved(id)
        : undefined
    },
    load(id) {
      return id.startsWith(resolved('virtual:glasshouse/')) ? codeOf(id.slice(1)) : undefined
    },
    hotUpdate({ file: changed, modules }) {
      const file = relative(course.files.root, changed).replaceAll('\\', '/')
      course.forget(file)
      const graph = this.environment.moduleGraph
      const own = [...graph.idToModuleMap].filter(
        ([id]) => id.startsWith(resolved('virtual:glasshouse/')) && isMadeFrom(id.slice(1), file),
      )
      return own.length > 0 ? [...modules, ...own.map(([, module]) => module)] : undefined
    },
  }
}

const lessonOf = (name) => name.slice(`${RECORDINGS}/`.length)

/** For each lesson the way to its recordings, by the path of the lesson. */
function recordingsByLesson({ lessons }) {
  const ways = lessons.map(
    ({ id, path }) =>
      `  ${JSON.stringify(path)}: () => import(${JSON.stringify(`${RECORDINGS}/${id}`)})`,
  )
  return `export default {\n${ways.join(',\n')}\n}`
}

const isCourseFile = (file) =>
  [START_STATES, GLOSSARY].some((folder) => file.startsWith(`${folder}/`))
    ? file.endsWith('.yaml')
    : file.startsWith(`${LESSONS}/`) && /\.(?:mdx|yaml|json)$/.test(file)
