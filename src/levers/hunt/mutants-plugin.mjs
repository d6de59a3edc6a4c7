/**
 * Makes of each patch what stands in for the functions that it changes: the
 * patched file, and the files by which it is called, once more under a name of
 * their own (`src/app/scores/scores.ts?mutant=list-without-owner`). The real
 * ones are as they were. `virtual:glasshouse/mutants` has all of them, and each
 * is read when a first sandbox has it.
 *
 * A patch that does not fit its file stops the build.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { wholeListing } from '../../course/listing.ts'
import { highlightListing } from '../../course/listing/highlight.ts'
import { MUTANTS } from './mutants.ts'
import { changedLines } from './patch.ts'
import { patched, patchOf } from './read-mutant.ts'

const NAME = 'virtual:glasshouse/mutants'
const FILES = `${NAME}/files`
const QUERY = '?mutant='

export function mutantModules() {
  let root = ''
  return {
    name: 'glasshouse:mutants',
    enforce: 'pre',
    configResolved(config) {
      root = config.root
    },
    async resolveId(source, importer, options) {
      if (source === NAME || source.startsWith(`${NAME}/`)) return `\0${source}`
      // A dev server names it from the root of the project.
      if (source.includes(QUERY)) return source.startsWith(root) ? source : join(root, source)
      const { mutant, path } = split(importer ?? '')
      if (mutant === null) return undefined
      // What it imports is what the file itself imports, unless that stands in as well.
      const found = await this.resolve(source, path, { ...options, skipSelf: true })
      if (!found) return found
      const file = relative(root, found.id).replaceAll('\\', '/')
      return filesOf(root, mutant).includes(file) ? `${found.id}${QUERY}${mutant}` : found
    },
    async load(id) {
      if (id === `\0${NAME}`) return index(root)
      if (id === `\0${FILES}`) return files(root)
      if (id.startsWith(`\0${NAME}/`)) return oneMutant(root, id.slice(NAME.length + 2))
      const { mutant, path } = split(id)
      if (mutant === null) return undefined
      this.addWatchFile(path)
      const text = readFileSync(path, 'utf8')
      const patch = patchOf(root, mutant)
      const isPatched = join(root, patch.file) === path
      return { code: isPatched ? patched(root, mutant) : text, map: null }
    },
  }
}

/** What a trace says in place of a name, so that it gives nothing away. */
const codeOf = (name) => createHash('sha256').update(name).digest('hex').slice(0, 6)

function index(root) {
  const lines = MUTANTS.map(({ name }) => {
    // Applied here already: the build is to stop, whether or not anything reads it.
    patched(root, name)
    const facts = JSON.stringify({ name, code: codeOf(name), file: patchOf(root, name).file })
    return `{ ...${facts}, load: () => import('${NAME}/${name}') }`
  })
  return [
    `export const candidates = ${JSON.stringify(candidatesIn(root))}`,
    `export const mutants = [${lines.join(',\n')}]`,
  ].join('\n')
}

async function oneMutant(root, name) {
  const patch = patchOf(root, name)
  const text = patched(root, name)
  const own = filesOf(root, name)
  const imports = own.map(
    (file, at) => `import * as own${at} from '${join(root, file)}${QUERY}${name}'`,
  )
  const html = await highlightListing(patch.file, wholeListing(text), { addressed: true })
  const facts = { text, html, hunks: patch.hunks, changed: changedLines(patch) }
  return [
    ...imports,
    `export const modules = [${own.map((file, at) => `{ file: '${file}', exports: own${at} }`).join(', ')}]`,
    ...Object.entries(facts).map(
      ([key, value]) => `export const ${key} = ${JSON.stringify(value)}`,
    ),
  ].join('\n')
}

/** Every file in which a fault may be, as it is without one, coloured. */
async function files(root) {
  const listed = await Promise.all(
    candidatesIn(root).map(async (file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return [
        file,
        { text, html: await highlightListing(file, wholeListing(text), { addressed: true }) },
      ]
    }),
  )
  return `export const files = ${JSON.stringify(Object.fromEntries(listed))}`
}

const candidatesIn = (root) =>
  [...new Set(MUTANTS.map(({ name }) => patchOf(root, name).file))].sort()

const filesOf = (root, name) => [
  patchOf(root, name).file,
  ...(MUTANTS.find((mutant) => mutant.name === name)?.through ?? []),
]

function split(id) {
  const at = id.indexOf(QUERY)
  return at < 0
    ? { path: id, mutant: null }
    : { path: id.slice(0, at), mutant: id.slice(at + QUERY.length) }
}
