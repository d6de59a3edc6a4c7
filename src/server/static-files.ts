/** Files that the build made, precompressed, in memory by name and on disk by content. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import sirv from 'sirv'
import { pathFor, YOU } from '#http/links.ts'
import { DAY, SECOND } from '#lib/duration.ts'

const HIDDEN = /\.(?:br|gz|html)$|^\/(?:404|500|error)$|\/index$/
// sirv says of pages alone in which letters they are written.
const TEXT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'text/xml; charset=utf-8',
}
const WEEK_SECONDS = (7 * DAY) / SECOND

export type Serve = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
  persona?: string,
) => void

/** Serves `directory`; what is not there, or goes by another name, is left to `next`. */
export function serveStaticFiles(directory: string): Serve {
  const serve = sirv(directory, {
    brotli: true,
    gzip: true,
    etag: true,
    extensions: ['html'],
    setHeaders(response, pathname) {
      response.setHeader('cache-control', cacheControl(pathname))
      const type = TEXT_TYPES[pathname.slice(pathname.lastIndexOf('.'))]
      if (type) response.setHeader('content-type', type)
    },
  })
  return (request, response, next, persona = YOU) => {
    const url = request.url ?? '/'
    const [path = ''] = url.split('?', 1)
    if (path !== '/' && path.endsWith('/')) {
      // One address for each page. The front has refused `//`, so this leads nowhere else.
      response
        .writeHead(308, { location: pathFor(persona, path.slice(0, -1)) + url.slice(path.length) })
        .end()
      return
    }
    if (HIDDEN.test(path)) return next()
    // Files are small, and a range that makes no sense would throw.
    delete request.headers.range
    serve(request, response, next)
  }
}

// Files under `_astro` have their content in their name; a page is asked for anew, and mostly answered 304.
function cacheControl(pathname: string): string {
  if (pathname.startsWith('/_astro/')) return 'public, max-age=31536000, immutable'
  // A page of the source is named like the file that it shows.
  const isPage = pathname.startsWith('/source/') || !/\.\w+$/.test(pathname)
  return isPage || pathname.endsWith('.html')
    ? 'public, max-age=0, must-revalidate'
    : `public, max-age=${WEEK_SECONDS}`
}
