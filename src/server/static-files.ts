/** Files that the build made: their names are read at the start, what they hold when it is asked for. */
import { readdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, relative, sep } from 'node:path'
import { pathFor, YOU } from '#http/links.ts'
import { MEBIBYTE } from '#lib/bytes.ts'
import { systemClock } from '#lib/clock.ts'
import { DAY, SECOND } from '#lib/duration.ts'
import { errorCode } from '#lib/error-code.ts'
import { editionsOf, type Editions } from './editions.ts'
import { KeptFiles, type KeptFile } from './kept-files.ts'

const HIDDEN =
  /\.(?:br|gz|html)$|^\/(?:404|500|error)$|\/index$|^\/(?:teach\/lessons|closed)(?:\/|$)/
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'text/xml; charset=utf-8',
}
/** The smaller first. */
const ENCODINGS = [
  { name: 'br', end: '.br' },
  { name: 'gzip', end: '.gz' },
] as const
const WEEK_SECONDS = (7 * DAY) / SECOND
const MOST_BYTES_KEPT = 64 * MEBIBYTE

export interface Otherwise {
  /** Answers what is no file here, or none any more. */
  readonly next: () => void
  /** Answers when a file is here and cannot be read. */
  readonly failed: (error: unknown) => void
  readonly persona?: string | undefined
}

/** What decides which edition of a page is given. */
export interface WhoAsks {
  /** Whether a request comes from the teacher of this site. */
  readonly isTeacher?: (request: IncomingMessage) => boolean
  /** The day from which the answers on a page are shown; `null` for always. */
  readonly answersOpen?: (path: string) => string | null
}

export type Serve = (
  request: IncomingMessage,
  response: ServerResponse,
  otherwise: Otherwise,
) => void

/** Serves `directory`, as it was when this was called; what is not there, or goes by another name, is left to others. */
export function serveStaticFiles(
  directory: string,
  { isTeacher = () => false, answersOpen = () => null }: WhoAsks = {},
): Serve {
  const names = namesIn(directory)
  const files = new KeptFiles(MOST_BYTES_KEPT)

  return (request, response, { next, failed, persona = YOU }) => {
    const url = request.url ?? '/'
    const [path = ''] = url.split('?', 1)
    if (path !== '/' && path.endsWith('/')) {
      // One address for each page. The front has refused `//`, so this leads nowhere else.
      response
        .writeHead(308, { location: pathFor(persona, path.slice(0, -1)) + url.slice(path.length) })
        .end()
      return
    }
    const known = HIDDEN.test(path) ? null : fileOf(names, path)
    if (known === null) return next()
    const editions = editionsOf(names, known, answersOpen(path))
    const name = editions.fileFor({ isTeacher: isTeacher(request), now: systemClock.now() })

    const encoding = ENCODINGS.find(
      (each) => names.has(name + each.end) && accepts(request, each.name),
    )
    files.read(join(directory, name + (encoding?.end ?? ''))).then(
      (file) =>
        answer(
          request,
          response,
          file,
          headersOf(name, path, { encoding: encoding?.name, editions }),
        ),
      (error: unknown) => (isGone(error) ? next() : failed(error)),
    )
  }
}

const isGone = (error: unknown): boolean => errorCode(error) === 'ENOENT'

/** `/lessons.html`, with slashes on every system. What begins with a dot is nobody's business. */
function namesIn(directory: string): ReadonlySet<string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
  return new Set(names.filter((name) => !/(?:^|\/)\./.test(name)).map((name) => `/${name}`))
}

function fileOf(names: ReadonlySet<string>, path: string): string | null {
  const decoded = decode(path === '/' ? '/index' : path)
  return [decoded, `${decoded}.html`].find((name) => names.has(name)) ?? null
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function accepts({ headers }: IncomingMessage, encoding: string): boolean {
  return String(headers['accept-encoding'] ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .some((each) => each.split(';', 1)[0]?.trim() === encoding && !/;\s*q=0(?:\.0*)?$/.test(each))
}

function headersOf(
  name: string,
  path: string,
  { encoding, editions }: { readonly encoding: string | undefined; readonly editions: Editions },
) {
  const type = TYPES[name.slice(name.lastIndexOf('.'))] ?? 'application/octet-stream'
  return {
    'content-type': type,
    // What differs by who asks is kept by their browser alone.
    'cache-control': editions.areSeveral ? 'private, no-cache' : cacheControl(path),
    vary: editions.areSeveral ? 'Accept-Encoding, Cookie' : 'Accept-Encoding',
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
  }
}

/** Files are small, so one is answered whole, whatever range is asked for. */
function answer(
  { method, headers: asked }: IncomingMessage,
  response: ServerResponse,
  { content, etag }: KeptFile,
  headers: Readonly<Record<string, string>>,
): void {
  if (isKnown(asked['if-none-match'], etag)) {
    const { 'cache-control': cache = '', vary = '' } = headers
    response.writeHead(304, { 'cache-control': cache, vary, etag }).end()
    return
  }
  response.writeHead(200, { ...headers, etag, 'content-length': content.byteLength })
  response.end(method === 'HEAD' ? undefined : content)
}

// A proxy that compresses makes a weak tag of ours.
function isKnown(tags: string | undefined, etag: string): boolean {
  return (tags ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

// Files under `_astro` have their content in their name, those of an index that of the whole; a page is asked for anew, and mostly answered 304.
function cacheControl(path: string): string {
  if (/^\/(?:_astro|pagefind)\//.test(path)) return 'public, max-age=31536000, immutable'
  // A page of the source is named like the file that it shows. What stands between a browser and this
  // server is never an old one.
  const isPage = /^\/(?:source\/|offline\.)/.test(path) || !/\.\w+$/.test(path)
  return isPage ? 'public, max-age=0, must-revalidate' : `public, max-age=${WEEK_SECONDS}`
}
