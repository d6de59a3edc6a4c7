/** Leads a line of a module that the dev server has evaluated back to its source. */
import { SourceMap } from 'node:module'

/** Vite makes a module the body of a function, below a line of its own: `'use strict'`. */
const [head] = (async () => {}).constructor('given', '/* body */').toString().split('/* body */')
const LINES_ABOVE = head.split('\n').length

const maps = new WeakMap()

/**
 * For `globalThis[Symbol.for('glasshouse.evaluated-lines')]`: the line in the file, both from 1, or
 * `null` for a module that Vite does not know.
 */
export const evaluatedLines = (server) => (path, line, column) => {
  const module = server.environments.ssr.moduleGraph.getModuleById(path)
  const map = module?.transformResult?.map
  if (!map?.mappings) return null
  if (!maps.has(map)) maps.set(map, new SourceMap(map))
  const { originalLine } = maps.get(map).findEntry(line - LINES_ABOVE - 1, column - 1)
  return originalLine === undefined ? null : originalLine + 1
}
