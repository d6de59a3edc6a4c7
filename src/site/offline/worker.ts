/**
 * Stands between the pages of this site and its server, in a browser that has
 * read a lesson. As long as the server answers, its answers are passed on as
 * they are; without one, what was kept is. In other words: a service worker.
 */
import { inTime } from '#lib/in-time.ts'
import { KeptLessons } from './kept-lessons.ts'
import { isLesson, lessonOf, listedIn, wayOf, withNote } from './rules.ts'

/** What the types of a page do not know: this runs in none. */
interface WorkerEvent extends Event {
  readonly waitUntil: (until: Promise<unknown>) => void
}
interface FetchEvent extends WorkerEvent {
  readonly request: Request
  readonly respondWith: (answer: Promise<Response>) => void
}
interface Worker {
  readonly registration: ServiceWorkerRegistration
  readonly skipWaiting: () => Promise<void>
  readonly addEventListener: (type: string, listener: (event: never) => void) => void
}

/** So long a server may take for a page of which there is a kept one. */
const PATIENCE = 6_000
/** A proxy says so of a server that is away. */
const AWAY = new Set([502, 503, 504])
const LOOKED_AGAIN_AFTER = 60 * 60 * 1_000
const HTML = { 'content-type': 'text/html; charset=utf-8' }

const worker = globalThis as unknown as Worker
const kept = new KeptLessons({ caches, fetch: (...asked) => fetch(...asked), now: Date.now })
let lookedAt = Date.now()
let isOver = false

worker.addEventListener('install', (event: WorkerEvent) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener('activate', (event: WorkerEvent) => event.waitUntil(kept.tidy()))

worker.addEventListener('message', (event: WorkerEvent & MessageEvent<unknown>) => {
  // Pages of this origin alone can say something here; what they say is looked at all the same.
  const path = event.data
  if (typeof path === 'string' && isLesson(path)) event.waitUntil(keep(path))
})

worker.addEventListener('fetch', (event: FetchEvent) => {
  const { method, url, destination, headers } = event.request
  const isPart = headers.has('range')
  const way = isOver ? null : wayOf({ method, url, destination, isPart }, location.origin)
  if (way === 'file') event.respondWith(fromKept(event.request))
  if (way !== 'page') return
  event.respondWith(fromServer(event.request))
  if (Date.now() - lookedAt > LOOKED_AGAIN_AFTER) event.waitUntil(look())
})

async function keep(path: string): Promise<void> {
  // Offline, or with no room left, what is there stays.
  const isServed = await kept.keep(path).catch(() => true)
  if (!isServed) await end()
}

/** A site that does not serve this any more is rid of it, without a page that knows of it. */
async function look(): Promise<void> {
  lookedAt = Date.now()
  if (await kept.isTakenBack()) await end()
}

async function end(): Promise<void> {
  isOver = true
  await kept.dropAll()
  await worker.registration.unregister()
}

async function fromKept(request: Request): Promise<Response> {
  return (await kept.match(new URL(request.url).pathname)) ?? fetch(request)
}

async function fromServer(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname
  const isPage = request.destination === 'document'
  const old = isPage && lessonOf(path) === null ? undefined : await kept.match(path)
  try {
    const answer = await (old ? inTime(fetch(request), PATIENCE, tookTooLong) : fetch(request))
    if (!old || !AWAY.has(answer.status)) return answer
  } catch (error) {
    if (!old && !isPage) throw error
  }
  if (!old) return pageForOthers()
  return isPage ? noted(old) : old
}

const tookTooLong = () => new Error('The server took too long.')

async function noted(page: Response): Promise<Response> {
  const policy = page.headers.get('content-security-policy')
  return new Response(withNote(await page.text()), {
    headers: { ...HTML, ...(policy !== null && { 'content-security-policy': policy }) },
  })
}

async function pageForOthers(): Promise<Response> {
  const page = await kept.pageForOthers()
  if (page === null) return Response.error()
  return new Response(listedIn(page, await kept.list()), { status: 503, headers: HTML })
}
