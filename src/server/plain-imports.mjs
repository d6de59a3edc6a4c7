/**
 * Leaves `import()` of the browser's code as it is written. Vite would have each
 * page carry the list of all chunks, so as to ask for the parts of one at the
 * same time; here code comes with the first move, before it is needed.
 */
export function plainImports() {
  return {
    name: 'glasshouse:plain-imports',
    apply: 'build',
    enforce: 'pre',
    // As an option it would be replaced by Astro's.
    configEnvironment: (name) =>
      name === 'client' ? { build: { modulePreload: false } } : undefined,
    load: (id) =>
      id === '\0vite/preload-helper.js'
        ? 'export const __vitePreload = (load) => load()'
        : undefined,
  }
}
