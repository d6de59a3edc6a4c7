/**
 * Which script a small module is built into. What every lesson fetches while it
 * is only read is two files and not nine: each file has a head of its own, and
 * is compressed alone.
 */
const SCRIPTS = {
  // At once, beside what looks who needs what.
  first: ['stage/answers/edge.ts', 'stage/answers/places.ts', 'vite/preload-helper.js'],
  // Once the page is painted: how far its reader is.
  'at-rest': [
    ...['site/glass-progress.ts', 'site/glass-ring.ts', 'site/place-progress.ts'],
    ...['stage/answers/fragments.ts', 'stage/answers/old-news.ts'],
    ...['stage/answers/fetch-in-time.ts', 'stage/answers/form-fields.ts'],
  ],
}

/** The name of the script, or `null` for what is divided by who imports it. */
export function scriptOf(path) {
  const names = Object.keys(SCRIPTS)
  return names.find((name) => SCRIPTS[name].some((end) => path.endsWith(end))) ?? null
}
