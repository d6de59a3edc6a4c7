/**
 * The texts of the project's own files, for pages that show them. Where a page is built once they are
 * read from disk when it is drawn: as modules they were most of what that build was made of, and all
 * in memory at once. Elsewhere each is a module of its own, as the site was built from it.
 */
import { globSync } from 'node:fs'
import { basename, join, matchesGlob } from 'node:path'
import { isLeftBehind } from '../lib/left-behind.mjs'

const SOURCES = 'virtual:glasshouse/sources'
const TRACED = 'virtual:glasshouse/traced-sources'

/** Which files each has, below the folder of the course and elsewhere. */
const FILES = {
  // For prerendered pages only: it is all of `src`.
  [SOURCES]: {
    course: ['lessons/*/*/*.ts'],
    project: ['src/**/*.{ts,mjs,astro}', 'migrations/**/*.ts'],
  },
  // Those that a step of a trace may name.
  [TRACED]: {
    course: ['lessons/*/*/twins.ts'],
    project: [
      'migrations/**/*.ts',
      'src/{app,http,levers,live,pages,sandbox,visit}/**/*.ts',
      'src/{middleware,router}.ts',
    ],
  },
}

export const SOURCE_TEXTS = Object.keys(FILES)

/** The code of one of these modules. */
export function sourceTexts(name, { root, content }, environment) {
  const files = globSync(patternsOf(name, content), { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.includes('node_modules/') && !isLeftBehind(basename(file)))
    .sort()
  const isBuiltOnce = environment.mode === 'build' && environment.name === 'prerender'
  return isBuiltOnce ? fromDisk(root, files) : fromModules(root, files)
}

/** Whether a file that comes or goes is one of them. */
export const isSourceText = (name, file, content) =>
  patternsOf(name, content).some((pattern) => matchesGlob(file, pattern))

const patternsOf = (name, content) => [
  ...FILES[name].course.map((pattern) => `${content}/${pattern}`),
  ...FILES[name].project,
]

const fromDisk = (root, files) => `
import { readFile } from 'node:fs/promises'
export const files = ${JSON.stringify(files)}
const known = new Set(files)
export const readSource = async (file) =>
  known.has(file) ? await readFile(${JSON.stringify(join(root, '/'))} + file, 'utf8') : null`

function fromModules(root, files) {
  const ways = files.map(
    (file) =>
      `  ${JSON.stringify(file)}: () => import(${JSON.stringify(`${join(root, file)}?raw`)})`,
  )
  return `
const ways = {
${ways.join(',\n')}
}
export const files = Object.keys(ways)
export const readSource = async (file) =>
  Object.hasOwn(ways, file) ? (await ways[file]()).default : null`
}
