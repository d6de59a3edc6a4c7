/**
 * What a browser may keep of this site, and how it is asked for. All of it is
 * pure: the worker does what these say.
 *
 * Kept is what is the same for everybody: lessons, what was recorded of their
 * steps, and the sheets and scripts of both. Nothing of the app, of a sandbox,
 * of a lab, of the prompt or of anybody's progress is ever looked at.
 */

/** Where the worker is, and what it asks for what belongs to the build that is served. */
export const WORKER = '/offline.js'
export const BUILD = '/offline.json'

const LESSON = /^\/lessons\/[a-z0-9-]+\/[a-z0-9-]+$/
const RECORDING = /^\/recordings(?<lesson>\/[a-z0-9-]+\/[a-z0-9-]+)\/[a-z0-9-]+\.\d{1,3}$/
/** Their content is in their name. */
const HASHED = /^\/_astro\/[\w.-]+\.(?:css|js)$/
/** What every page has besides. */
export const BESIDES = ['/theme.js', '/favicon.svg'] as const

/** Bytes of one lesson with all that belongs to it: more is no lesson of ours. */
export const MOST_OF_ONE = 4_000_000
/** And of all of them. */
export const MOST_BYTES = 40_000_000
export const MOST_LESSONS = 40
const MOST_RECORDINGS = 60

export const isLesson = (path: string): boolean => LESSON.test(path)

/** The lesson to which a page belongs that may be kept, or `null`. */
export function lessonOf(path: string): string | null {
  if (isLesson(path)) return path
  const lesson = RECORDING.exec(path)?.groups?.['lesson']
  return lesson === undefined ? null : `/lessons${lesson}`
}

export interface Asked {
  readonly method: string
  readonly url: string
  /** `document` for a page of its own; '' for what a script asks for. */
  readonly destination: string
  readonly isPart: boolean
}

/**
 * How a request is answered: a `page` by the server, and only without one from
 * what was kept; a `file` from what was kept, if it is. `null` is none of ours:
 * the browser goes on as if there were no worker.
 *
 * @example
 * wayOf({ method: 'GET', url: 'https://a.test/users/log-in', destination: '', isPart: false }, 'https://a.test')
 * // => null
 */
export function wayOf(
  { method, url, destination, isPart }: Asked,
  origin: string,
): 'page' | 'file' | null {
  const { origin: theirs, pathname, search } = new URL(url)
  if (method !== 'GET' || theirs !== origin || isPart) return null
  if (destination === 'document') return 'page'
  if (search !== '') return null
  if (HASHED.test(pathname)) return 'file'
  const isSame = BESIDES.some((path) => path === pathname)
  return isSame || RECORDING.test(pathname) ? 'page' : null
}

interface Answered {
  readonly status: number
  readonly type: string
  readonly redirected: boolean
  readonly headers: Pick<Headers, 'get'>
}

const TYPES = /^(?:text\/(?:html|css|javascript)|image\/svg\+xml)\b/

/**
 * Whether an answer may be kept. It was asked for without a cookie, so it holds
 * nothing of anybody; what says that it is not to be kept is not kept either.
 */
export function mayBeKept({ status, type, redirected, headers }: Answered): boolean {
  if (status !== 200 || type !== 'basic' || redirected) return false
  if (/\bno-store\b/i.test(headers.get('cache-control') ?? '')) return false
  return TYPES.test(headers.get('content-type') ?? '')
}

/** A lesson answered so is a lesson no more, or not yet again. */
export const isNoLesson = (status: number): boolean => [403, 404, 410].includes(status)

/** Whether the site has taken its worker back: the file is gone, or something else answers in its place. */
export const isTakenBack = (status: number, type: string | null): boolean =>
  status === 404 || status === 410 || (status === 200 && !/\bjson\b/.test(type ?? ''))

/** The sheets and scripts that a page names. */
export function filesIn(html: string): readonly string[] {
  const files = [...html.matchAll(/="(\/_astro\/[\w.-]+)"/g)].map(([, path = '']) => path)
  return [...new Set(files)].filter((path) => HASHED.test(path))
}

/** The recordings of a lesson's steps. That one is kept shows it to nobody. */
export function recordingsIn(html: string, lesson: string): readonly string[] {
  const runs = [...html.matchAll(/data-run="([a-z0-9-]+\.\d{1,3})"/g)].map(([, run = '']) => run)
  return [...new Set(runs)]
    .slice(0, MOST_RECORDINGS)
    .map((run) => `/recordings${lesson.slice('/lessons'.length)}/${run}`)
}

/** The title of a page as its markup writes it, without the name of the course. */
export function titleIn(html: string): string {
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''
  return title.replace(/ · [^·]*$/, '').replaceAll(/["'>]/g, '')
}

export interface KeptLesson {
  readonly path: string
  /** Milliseconds since 1970, when it was visited last. */
  readonly at: number
  readonly bytes: number
}

/** Those that make room, the oldest first. */
export function tooMany(kept: readonly KeptLesson[]): readonly string[] {
  let bytes = 0
  return kept
    .toSorted((a, b) => b.at - a.at)
    .filter((lesson, index) => {
      bytes += lesson.bytes
      return index > 0 && (index >= MOST_LESSONS || bytes > MOST_BYTES)
    })
    .map(({ path }) => path)
    .toReversed()
}

const NOTE =
  '<p class="plain-http" role="status">You are offline, or this site is. You read this lesson as your browser has kept it; your server answers when you are back.</p>'

/** A kept page says that it is one, where a page over plain http says that. */
export const withNote = (html: string): string =>
  html.replace(/<body\b[^>]*>/, (body) => `${body}${NOTE}`)

/** The page for what was not kept, with a list of what was. Titles are markup already. */
export function listedIn(
  page: string,
  lessons: readonly { readonly path: string; readonly title: string }[],
): string {
  const items = lessons.map(({ path, title }) => `<li><a href="${path}">${title}</a></li>`)
  const list =
    items.length > 0 ? items.join('') : '<li>None yet: each lesson that you open is.</li>'
  return page.replace('<li>%lessons%</li>', () => list)
}
