import type { APIContext } from 'astro'
import { createContext } from 'astro/middleware'
import { cookieName } from '#http/cookies.ts'
import { linksFor } from '#visit/links-for.ts'
import type { Services, VisitorRequest } from '#visit/services.ts'
import { describeRequest } from '#visit/watch-request.ts'
import { EventHub } from '#sandbox/event-hub.ts'
import { Recorder } from '#trace/recorder.ts'

export const ORIGIN = 'https://course.example'
/** Where these requests are answered. */
export const SITE = new URL(ORIGIN)

interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: Readonly<Record<string, string>>
  readonly body?: VisitorRequest['body']
  readonly persona?: string
  readonly routePattern?: string
  readonly services?: Partial<Services>
  readonly locals?: Partial<App.Locals>
}

/** What the front hands to a page, and what the pipeline would have prepared, with Astro’s own cookies. */
export function contextOf({
  method = 'GET',
  path = '/',
  headers = {},
  cookies = {},
  body = null,
  persona = 'you',
  routePattern = path.split('?', 1)[0],
  services = {},
  locals = {},
}: Asked = {}): APIContext {
  const request = new Request(new URL(path, ORIGIN), { method, headers })
  // A browser sets this one itself, so `fetch` does not let a program do it.
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${value}`)
  if (pairs.length > 0) request.headers.set('cookie', pairs.join('; '))
  const front: VisitorRequest = {
    services: servicesOf(services),
    ...{ requestId: 'request-1', persona, clientAddress: '203.0.113.7', body },
  }
  const prepared = {
    ...{ front, persona, params: {}, flash: {}, lesson: null, visitor: null, sandbox: null },
    ...{ fragment: null, traced: true, inBackground: false, afterwards: [] },
    recorder: new Recorder({ id: 'trace-1', title: `${method} ${path}`, persona }),
    cookieName: (name: string) => cookieName(front.services.publicOrigin, name, persona),
    ...locals,
  } as App.Locals
  prepared.links = linksFor(prepared)
  prepared.describe = () => describeRequest(prepared)
  // The scope comes with the plug that fetches it.
  const context = createContext({ request, locals: prepared, defaultLocale: '' })
  return Object.assign(context, { routePattern })
}

function servicesOf(services: Partial<Services>): Services {
  const fixed = {
    publicOrigin: new URL(ORIGIN),
    framePolicy: "frame-ancestors 'none'",
    events: new EventHub(),
    errorPage: (status: number, sentence: string, id: string) => `${status} ${sentence} ${id}`,
    logError: () => undefined,
    diskTrouble: () => null,
    sandboxes: { lobby: {} },
  }
  // A test that needs sandboxes brings its own.
  return { ...fixed, ...services } as Services
}

/** The cookies that an answer sets, by name, as they stand in `Set-Cookie` after the name. */
export function cookiesSetBy({
  cookies,
}: Pick<APIContext, 'cookies'>): Readonly<Record<string, string>> {
  const entries = [...cookies.headers()].map((line): readonly [string, string] => {
    const equals = line.indexOf('=')
    return [line.slice(0, equals), line.slice(equals + 1)]
  })
  return Object.fromEntries(entries)
}
