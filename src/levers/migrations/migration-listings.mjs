/**
 * Gives the site `virtual:glasshouse/migration-listings`: the source of every
 * migration, coloured when the site is built. A page made on demand shows it,
 * and the server needs no highlighter for that.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cutListing } from '../../course/listing.ts'
import { highlightListing } from '../../course/listing/highlight.ts'
import { isLeftBehind } from '../../lib/left-behind.mjs'

const NAME = 'virtual:glasshouse/migration-listings'
// What Rollup and Vite expect of a module that is no file.
const RESOLVED = `\0${NAME}`
const FOLDER = 'migrations'

export function migrationListings() {
  let root = ''
  return {
    name: 'glasshouse:migration-listings',
    configResolved(config) {
      root = config.root
    },
    resolveId(id) {
      return id === NAME ? RESOLVED : undefined
    },
    async load(id) {
      if (id !== RESOLVED) return undefined
      const files = readdirSync(join(root, FOLDER)).filter(
        (file) => file.endsWith('.ts') && !isLeftBehind(file),
      )
      const listings = await Promise.all(files.map((file) => listingOf(root, `${FOLDER}/${file}`)))
      return `export default ${JSON.stringify(Object.fromEntries(listings))}`
    },
    hotUpdate({ file, modules }) {
      const listings = this.environment.moduleGraph.getModuleById(RESOLVED)
      if (!listings || !file.startsWith(join(root, FOLDER))) return undefined
      return [...modules, listings]
    },
  }
}

async function listingOf(root, path) {
  const source = readFileSync(join(root, path), 'utf8').trimEnd()
  const listing = cutListing(source, { lines: `1-${source.split('\n').length}` })
  return [basename(path, '.ts'), await highlightListing(path, listing)]
}
