/** Every address of the site, read from its source, so that a new page is asked as well. */
import { globSync } from 'node:fs'

const PARAMS: Readonly<Record<string, string>> = {
  token: 'a'.repeat(43),
  id: '1',
  part: 'scopes',
  lesson: 'who-comes-in',
  name: 'register-without-words',
}

function pathOf(file: string): string {
  const route = file
    .replace(/^src\/pages/, '')
    .replace(/\.(?:astro|ts)$/, '')
    .replace(/\/index$/, '')
    .replaceAll(/\[(?<name>\w+)\]/g, (_, name: string) => PARAMS[name] ?? 'a')
  return route === '' ? '/' : route
}

/** With something that looks right in the place of each parameter. */
export const routes: readonly string[] = [
  ...globSync('src/pages/**/*.{astro,ts}')
    .filter((file) => !/\/_[^/]*$/.test(file))
    .map(pathOf),
  // Answered by the front itself.
  '/sandbox/events',
].sort()

/** Those that nobody sees who is not logged in. */
const GUARDED = /^\/(?:users\/settings|guess|scores|organizations)(?:\/|$)/
export const guarded = routes.filter((route) => GUARDED.test(route))
