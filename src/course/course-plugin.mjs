/**
 * Gives the site `virtual:glasshouse/course`: the course as plain data, without
 * the texts. Each lesson’s text, and its recordings, is a module of its own,
 * which the page of that lesson alone asks for: a page made on demand takes
 * none of them into the server's bundle.
 */
import { createHash } from 'node:crypto'
import { join, relative } from 'node:path'
import { commitOf } from './commit-of.ts'
import { contentFolder } from './content-folder.mjs'
import { CourseReader } from './course-reader.ts'
import { inLinks, onStage } from './paths.ts'
import { isSourceText, SOURCE_TEXTS, sourceTexts } from './source-texts.mjs'
import { themeCss } from './theme-css.ts'
import { watchMistakes } from './reading/watch-mistakes.mjs'

const COURSE = 'virtual:glasshouse/course'
const COMMIT = 'virtual:glasshouse/commit'
const TEXTS = 'virtual:glasshouse/texts'
const MISTAKES = 'virtual:glasshouse/mistakes'
const RECORDINGS = 'virtual:glasshouse/recordings'
const EXERCISES = 'virtual:glasshouse/exercises'
const SOLUTIONS = 'virtual:glasshouse/solutions'
const TRANSCRIPTS = 'virtual:glasshouse/transcripts'
const PATHS = 'virtual:glasshouse/paths'
const THEME = 'virtual:glasshouse/theme.css'
const NAMES = [
  ...[COURSE, COMMIT, TEXTS, MISTAKES, RECORDINGS, EXERCISES, SOLUTIONS, TRANSCRIPTS],
  ...[PATHS, THEME, ...SOURCE_TEXTS],
]
/** Those of which there are many, each behind one of the names. */
const WITH_PARTS = [RECORDINGS, EXERCISES, SOLUTIONS, TRANSCRIPTS]

/** Set by whoever builds in order to record: what is missing then is what they are about to make. */
const TO_RECORD = 'GLASSHOUSE_BUILD_TO_RECORD'

// What Rollup and Vite expect of a module that is no file.
const resolved = (name) => `\0${name}`

/**
 * A plugin of Vite’s that reads the course below the root of its config. A build fails with one
 * error that tells every mistake of an author; a dev server shows them, and all that is sound.
 *
 * @example
 * coursePlugin().name
 * // => 'glasshouse:course'
 */
export function coursePlugin({ root = process.cwd(), env = process.env } = {}) {
  const content = contentFolder(root, env)
  let course = null
  let builds = false
  let isChecked = false

  /** The code of one of the modules, or `null` for another name. */
  function codeOf(name, environment) {
    if (SOURCE_TEXTS.includes(name))
      return sourceTexts(name, { root: course.files.root, content }, environment)
    if (name === COURSE) return `export default ${JSON.stringify(course.read().course)}`
    if (name === COMMIT) return `export default ${JSON.stringify(commitOf(course.files.root))}`
    if (name === TEXTS) return textsByLesson(course)
    if (name === MISTAKES) return `export default ${JSON.stringify(mistakesByLesson(course))}`
    if (name === RECORDINGS || name === TRANSCRIPTS) return byLesson(name, course.read().course)
    if (name === THEME) return themeCss(course.read().course.about.theme)
    // A browser gets two expressions in place of all the routes that they are made from.
    if (name === PATHS)
      return `export const onStage = ${onStage}\nexport const inLinks = ${inLinks}`
    if (name === EXERCISES || name === SOLUTIONS) return exercisesById(course.read().course, name)
    if (name.startsWith(`${EXERCISES}/`)) return textsOfExercise(course, partOf(name))
    if (name.startsWith(`${SOLUTIONS}/`)) return solutionOf(course, partOf(name))
    if (name.startsWith(`${TRANSCRIPTS}/`))
      return `export default ${JSON.stringify(course.readTranscripts(partOf(name)))}`
    if (!name.startsWith(`${RECORDINGS}/`)) return null
    return `export default ${JSON.stringify(course.readRecordings(partOf(name)))}`
  }

  /** Whether a module was made from this file, among others. */
  function isMadeFrom(name, file, comesOrGoes) {
    if (SOURCE_TEXTS.includes(name)) return comesOrGoes && isSourceText(name, file, content)
    if (isCourseFile(course, file)) return true
    const isRecorded = [RECORDINGS, TRANSCRIPTS].some((many) => name.startsWith(`${many}/`))
    return isRecorded && course.listSourcesOf(partOf(name)).has(file)
  }

  return {
    name: 'glasshouse:course',
    // For a plugin that makes something of the course: it need not be read twice.
    api: {
      get course() {
        return course
      },
    },
    config: () => ({ resolve: { alias: { '@content': join(root, content) } } }),
    configResolved(config) {
      course = new CourseReader(config.root, content)
      builds = config.command === 'build'
    },
    configureServer(server) {
      watchMistakes(server, course)
    },
    buildStart() {
      // While an author writes, a page says what is wrong.
      if (!builds || isChecked) return
      isChecked = true
      course.refuseMistakes({ recordings: process.env[TO_RECORD] !== 'yes' })
    },
    resolveId(id) {
      const isPart = WITH_PARTS.some((name) => id.startsWith(`${name}/`))
      return NAMES.includes(id) || isPart ? resolved(id) : undefined
    },
    load(id) {
      if (!id.startsWith(resolved('virtual:glasshouse/'))) return undefined
      return codeOf(id.slice(1), this.environment)
    },
    hotUpdate: {
      // Before Astro’s plugins ask whether any module has changed: only then do they load the middleware
      // anew, and it is there that a run marks questions and meets checks.
      order: 'pre',
      handler({ file: changed, modules, type }) {
        const file = relative(course.files.root, changed).replaceAll('\\', '/')
        course.forget(file)
        const graph = this.environment.moduleGraph
        const own = [...graph.idToModuleMap].filter(
          ([id]) =>
            id.startsWith(resolved('virtual:glasshouse/')) &&
            isMadeFrom(id.slice(1), file, type !== 'update'),
        )
        return own.length > 0 ? [...modules, ...own.map(([, module]) => module)] : undefined
      },
    },
  }
}

/** What stands behind the name of the many. */
const partOf = (name) => name.slice(name.lastIndexOf('/') + 1)

/** For each lesson the way to its text, by its path. */
function textsByLesson(course) {
  const ways = course
    .read()
    .lessons.map(
      ({ path, file }) =>
        `  ${JSON.stringify(path)}: () => import(${JSON.stringify(join(course.files.root, file))})`,
    )
  return `export default {\n${ways.join(',\n')}\n}`
}

/** What is wrong with each lesson that is shown all the same, by its path. */
function mistakesByLesson(course) {
  const told = course.read().lessons.map(({ path }) => [path, course.mistakesOf(path)])
  return Object.fromEntries(told.filter(([, mistakes]) => mistakes.length > 0))
}

/** For each lesson the way to what was recorded of it, by the path of the lesson. */
function byLesson(name, { lessons }) {
  const ways = lessons.map(
    ({ id, path }) => `  ${JSON.stringify(path)}: () => import(${JSON.stringify(`${name}/${id}`)})`,
  )
  return `export default {\n${ways.join(',\n')}\n}`
}

/** For each exercise the way to its files, by its id: a page loads those of one when its reader begins. */
function exercisesById({ exercises }, name) {
  const ways = exercises.map(
    ({ id }) => `  ${JSON.stringify(id)}: () => import(${JSON.stringify(`${name}/${id}`)})`,
  )
  return `export default {\n${ways.join(',\n')}\n}`
}

function readExerciseOrThrow(course, id) {
  const texts = course.readExercise(id)
  if (!texts) throw new Error(`${EXERCISES}/${id}: no exercise has this id.`)
  return texts
}

/** What a server alone loads: it says from when on somebody may see it. */
function solutionOf(course, id) {
  return `export default ${JSON.stringify(readExerciseOrThrow(course, id).solution)}`
}

function textsOfExercise(course, id) {
  const { start, checks } = readExerciseOrThrow(course, id)
  // What a reader wrote is kept by it: it belongs to the text that they began with.
  const versions = Object.fromEntries(
    Object.entries(start).map(([name, text]) => [name, versionOf(text)]),
  )
  const exercise = course.read().course.exercises.find((one) => one.id === id)
  return `export default ${JSON.stringify({ exercise, start, checks, versions })}`
}

const LENGTH_OF_VERSION = 8
const versionOf = (text) =>
  createHash('sha256').update(text).digest('hex').slice(0, LENGTH_OF_VERSION)

const isCourseFile = ({ content }, file) =>
  ['seeds', 'glossary', 'labs'].some((folder) => file.startsWith(`${content}/${folder}/`))
    ? file.endsWith('.yaml')
    : [`${content}/course.yaml`, `${content}/try.yaml`].includes(file) ||
      (file.startsWith(`${content}/lessons/`) &&
        /\.(?:mdx|yaml|json)$|\/exercises\/.+\.ts$/.test(file))
