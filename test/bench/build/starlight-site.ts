/** Starlight with many pages of the same text, in `test/bench/peers/starlight/`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PEERS } from '../shared/install-peers.ts'
import { starlightPage } from './lessons.ts'
import type { Site } from './measure-build.ts'

const FOLDER = join(PEERS, 'starlight')
const PAGES = join(FOLDER, 'src/content/docs')
/** What a build leaves, and what it keeps for the next one. */
const LEFT = ['dist', '.astro', 'node_modules', '../node_modules/.astro', '../node_modules/.vite']

function forget(): void {
  for (const name of LEFT) rmSync(join(FOLDER, name), { recursive: true, force: true })
  rmSync(PAGES, { recursive: true, force: true })
}

export type Pages = readonly (readonly [name: string, text: string])[]

export function starlightSite(pages: Pages): Site {
  return {
    begin: () => {
      forget()
      mkdirSync(join(PAGES, 'lessons'), { recursive: true })
      for (const [name, text] of pages) writeFileSync(join(PAGES, `lessons/${name}.md`), text)
    },
    change: (more) => writeFileSync(join(PAGES, 'lessons/lesson-1.md'), starlightPage(1, more)),
    end: forget,
    command: [process.execPath, join(PEERS, 'node_modules/astro/bin/astro.mjs'), 'build'],
    folder: FOLDER,
    env: {},
  }
}

export function manyPages(count: number): Pages {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  return numbers.map((number) => [`lesson-${number}`, starlightPage(number)])
}

/** Where what it has built is. */
export const STARLIGHT_DIST = join(FOLDER, 'dist')
