/**
 * Writes what a browser needs to read visited lessons without a server: the
 * worker, in one classic script at the root, and the facts of this build.
 */
import { createHash } from 'node:crypto'
import { globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Editors and databases are larger, and of no use without a server. */
const LARGEST_SCRIPT = 40_000
/** Where they begin: what only they ask for is left out with them. */
const NEEDS_SERVER = /\/(?:bring-prompt|glass-exercise|glass-own-texts)\./

/** An integration of Astro. `bundle` makes one classic script of a file: src/runner/worker-texts.mjs. */
export function offline(bundle) {
  let root = ''
  return {
    name: 'glasshouse:offline',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root)
      },
      'astro:build:done': async ({ dir }) => {
        const { text } = await bundle(root, 'src/site/offline/worker.ts')
        writeOffline(fileURLToPath(dir), text)
      },
    },
  }
}

export function writeOffline(folder, worker) {
  const page = join(folder, 'offline.html')
  const html = readFileSync(page, 'utf8')
  // Nobody comes to it by an address: the worker has it.
  rmSync(page)
  const build = { code: codeOf(folder), page: html }
  const id = createHash('sha256').update(JSON.stringify(build)).digest('base64url').slice(0, 16)
  writeFileSync(join(folder, 'offline.json'), JSON.stringify({ id, ...build }))
  writeFileSync(join(folder, 'offline.js'), worker)
}

/** The scripts that a lesson has, and those that they may ask for. */
function codeOf(folder) {
  const code = new Set()
  const add = (path) => {
    const file = join(folder, path)
    if (code.has(path) || NEEDS_SERVER.test(path)) return
    if (statSync(file).size > LARGEST_SCRIPT) return
    code.add(path)
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g))
      add(`/_astro/${name}`)
  }
  for (const page of globSync(`${folder}/lessons/*/*.html`))
    for (const [, path] of readFileSync(page, 'utf8').matchAll(
      /<script[^>]* src="(\/_astro\/[^"]+)"/g,
    ))
      add(path)
  return [...code].sort()
}
