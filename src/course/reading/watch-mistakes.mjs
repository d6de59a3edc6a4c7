/**
 * What an author sees of their mistakes while `npm run dev` runs: the page of a
 * lesson that cannot be shown, all of them at `/mistakes`, and a line in the
 * terminal. Each save reads the course again; open pages follow.
 */
import { relative } from 'node:path'
import { counted } from '../../lib/counted.ts'
import { authorPage } from './author-page.ts'
import { mistakeInWords } from './mistake.ts'
import { mistakesPage } from './mistakes-page.ts'

/** An editor that saves several files at once is told once. */
const SETTLED_MILLISECONDS = 60

/** Tells `course` of each file that changes below the root of a dev server, and shows what is wrong. */
export function watchMistakes(server, course) {
  /** What the terminal was told last, and what a page has shown. */
  let told = ''
  let shown = ''
  let waiting = null

  const inWords = () => course.read().mistakes.map(mistakeInWords).join('\n')

  function tell() {
    const words = inWords()
    if (words !== told || words !== shown) server.ws.send({ type: 'full-reload', path: '*' })
    shown = words
    if (words === told) return
    const isMended = told !== ''
    told = words
    const { logger } = server.config
    if (words === '' && isMended) logger.info('The course has no mistake any more.')
    if (words === '') return
    const { length } = course.read().mistakes
    logger.warn(`${counted(length, 'mistake')} in the course, shown at /mistakes:\n${words}`)
  }

  server.watcher.on('all', (_event, path) => {
    course.forget(relative(course.files.root, path).replaceAll('\\', '/'))
    clearTimeout(waiting)
    waiting = setTimeout(tell, SETTLED_MILLISECONDS)
    waiting.unref?.()
  })
  server.httpServer?.once('listening', () => setTimeout(tell, SETTLED_MILLISECONDS).unref())
  server.middlewares.use(function showMistakes(request, response, next) {
    const path = (request.url ?? '').replace(/[?#].*$/, '')
    if (path === '/author') return sendHtml(response, authorPage(course))
    const lesson = /^\/lessons\/([^/]+\/[^/]+)$/.exec(path)?.[1] ?? null
    if (path !== '/mistakes' && (lesson === null || isShown(course, lesson))) return next()
    // A page that shows them follows when they are others.
    shown = inWords()
    response.setHeader('cache-control', 'no-store')
    if (lesson !== null && !course.read().stopped.has(lesson)) response.statusCode = 404
    if (/\bjson\b/.test(request.headers.accept ?? '')) return sendJson(response, course, lesson)
    sendHtml(response, mistakesPage(course, lesson))
  })
}

const isShown = (course, path) => course.read().course.lessons.some((one) => one.path === path)

function sendHtml(response, html) {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(html)
}

/** For tasks that ask whether the server has read what was saved. */
function sendJson(response, course, lesson) {
  const { lessons } = course.read().course
  const versions = Object.fromEntries(lessons.map(({ path, version }) => [path, version]))
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ mistakes: course.mistakesOf(lesson), versions }))
}
