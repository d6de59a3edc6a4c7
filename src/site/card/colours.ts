/** The colours of the site in its light scheme, as a picture needs them: written out. */
import { readFileSync } from 'node:fs'
import type { AboutCourse } from '#course/course-data.ts'

export type Colours = (name: string) => string

const LIGHT = /--(?<name>[\w-]+): light-dark\((?<light>[^,()]+),/g

/** By the names of src/site/styles/tokens.css, with the accent that a course may have of its own. */
export function lightColours({ accent }: Pick<AboutCourse['theme'], 'accent'>): Colours {
  const css = readFileSync(new URL('../styles/tokens.css', import.meta.url), 'utf8')
  // What is said again is for whoever asked for more contrast.
  const all = new Map(
    [...css.matchAll(LIGHT)]
      .reverse()
      .map(({ groups = {} }) => [groups['name'], groups['light']?.trim()]),
  )
  if (accent) {
    const paper = all.get('paper') ?? '#ffffff'
    for (const name of ['leaf', 'layer-scope']) all.set(name, accent.light)
    all.set('glass', mixed(accent.light, paper, 0.11))
  }
  return (name) => {
    const colour = all.get(name)
    if (colour === undefined) throw new Error(`tokens.css has no light colour --${name}.`)
    return colour
  }
}

/** So much of one colour over another. */
export function mixed(one: string, over: string, part: number): string {
  const [a, b] = [channelsOf(one), channelsOf(over)]
  const mix = a.map((value, index) => Math.round(value * part + (b[index] ?? 0) * (1 - part)))
  return `#${mix.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

const channelsOf = (colour: string) =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
