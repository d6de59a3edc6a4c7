import type { APIContext } from 'astro'
import { describe, expect, test } from 'vitest'
import { Refusal, retryAfter } from '#lib/refusal.ts'
import type { StreamEvent } from '#trace/stream-event.ts'
import type { Trace } from '#trace/trace-step.ts'
import { EventHub } from '#sandbox/event-hub.ts'
import { LastChanges } from '#sandbox/last-changes.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { SandboxBending } from '#sandbox/sandbox-bending.ts'
import { SandboxPlace } from '#sandbox/sandbox-place.ts'
import { TraceRing } from '#sandbox/trace-ring.ts'
import { pipeline } from '#http/pipeline.ts'
import { definePlug, splitFixed, type Plug } from '#http/plug.ts'
import { unauthorized } from '#http/reply.ts'
import { watchRequest } from '#visit/watch-request.ts'
import { contextOf } from '../support/context.ts'

const drawn = () => new Response('the page', { headers: { 'content-type': 'text/html' } })

/** A page as all of them are: it settles its answer, then it is drawn. */
function page({ locals }: APIContext): Response {
  locals.answered = true
  return drawn()
}

/** A plug that gives the request a sandbox, as far as a trace needs one. */
function withSandbox(traces: TraceRing): Plug {
  return definePlug('withSandbox', ({ locals }) => {
    locals.visitor = { id: 1 }
    const migrations = { refusalFor: () => null }
    const made = {
      traces,
      lastChanges: new LastChanges(),
      migrations,
      place: new SandboxPlace(),
      bending: new SandboxBending(),
    }
    locals.sandbox = made as unknown as Sandbox
  })
}

/** Each request begins with nobody in its scope: this puts one there. */
const withScope = (values: Partial<App.Locals>) =>
  definePlug('withScope', (_context, assign) => assign(values))

/** Runs a request through the pipeline to `answer`, and collects what it leaves behind. */
async function run(
  asked: Parameters<typeof contextOf>[0],
  answer: (context: APIContext) => Response | Promise<Response> = page,
  plugs: readonly Plug[] = [],
) {
  const traces = new TraceRing()
  const events = new EventHub()
  const logged: unknown[] = []
  const told: StreamEvent[] = []
  events.subscribe(1, (event) => told.push(event))
  const services = {
    events,
    logError: (error: unknown, id: string) => void logged.push([error, id]),
  }
  const context = contextOf({ ...asked, services })
  const handle = pipeline({
    wayOf: (pattern) => ({
      first: splitFixed([withSandbox(traces)]),
      guards: pattern === '/guarded' ? plugs : [],
      opensToTokens: false,
      showsSecrets: pattern === '/secret',
    }),
    around: watchRequest,
  })

  const next = () => Promise.resolve(answer(context))
  const response = (await handle(context, next)) as Response
  const [trace] = traces.list()
  return { context, logged, response, text: await response.text(), told, trace, traces }
}

const stepsOf = (trace: Trace | undefined) =>
  trace?.steps.map(({ layer, name }) => `${layer} ${name}`)

describe('pipeline', () => {
  test('leads through the plugs to the page, and keeps the trace', async () => {
    const { text, trace } = await run({ path: '/users/log-in' })

    expect(text).toBe('the page')
    expect(stepsOf(trace)).toEqual(['request GET /users/log-in', 'plug withSandbox', 'reply 200'])
    expect(trace).toMatchObject({ title: 'GET /users/log-in', persona: 'you', status: 200 })
  })

  test('runs the plugs of a route for that route alone', async () => {
    const halts = definePlug('halts', () => new Response('halted', { status: 401 }))

    expect((await run({ routePattern: '/guarded' }, page, [halts])).text).toBe('halted')
    expect((await run({ routePattern: '/guarded/x' }, page, [halts])).text).toBe('the page')
    // What Astro matched decides, not how the address is written.
    expect((await run({ path: '/GUARDED', routePattern: '/guarded' }, page, [halts])).text).toBe(
      'halted',
    )
  })

  test('says in JSON what it keeps, the plug that halted with the rest', async () => {
    const asks = definePlug('asks', (context) => unauthorized(context, { error: 'Log in.' }))
    const asked = { routePattern: '/guarded', headers: { accept: 'application/json' } }
    // As much of a scope as an answer says.
    const scope = { user: null, organization: null } as App.Locals['scope']

    const { text, trace } = await run(asked, page, [withScope({ scope }), asks])

    expect(stepsOf(trace)).toContain('plug asks')
    expect(JSON.parse(text)).toMatchObject({ ok: false, trace })
  })

  test('never asks the page when a plug halts', async () => {
    const halts = definePlug('halts', () => new Response(null, { status: 303 }))
    let asked = 0

    const { response, trace } = await run(
      { routePattern: '/guarded' },
      () => ((asked += 1), drawn()),
      [halts],
    )

    expect([response.status, asked]).toEqual([303, 0])
    expect(trace?.steps.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'halt', 'ok'])
  })

  test('reads the fields before any plug runs', async () => {
    const body = { kind: 'form', text: 'user[email]=ana' } as const

    const { context } = await run({ method: 'POST', body })

    expect(context.locals.params).toMatchObject({ user: { email: 'ana' } })
  })

  test('records no token of an address and no secret of a form', async () => {
    const { trace } = await run({
      ...{
        method: 'POST',
        path: '/users/log-in/canary-4711',
        routePattern: '/users/log-in/[token]',
      },
      body: {
        kind: 'json',
        text: '{"user":{"email":"ana","password":"canary-4711"},"_method":"PUT"}',
      },
    })

    expect(trace?.title).toBe('PUT /users/log-in/‹token›')
    expect(trace?.steps[0]?.data).toMatchObject({
      fields: { user: { email: 'ana', password: '**redacted**' } },
    })
    expect(JSON.stringify(trace)).not.toContain('canary')
  })

  test('tells each step to the visitor’s streams, then that the request has finished', async () => {
    const { told, trace } = await run({})

    expect(told.map(({ type }) => type)).toEqual(['step', 'step', 'finished'])
    expect(told.at(-1)).toMatchObject({
      channel: 'trace',
      persona: 'you',
      data: { trace: trace?.id },
    })
  })

  test.for([
    ['GET', '/sandbox/traces', null, 0],
    ['GET', '/fragments/progress', null, 0],
    ['HEAD', '/sandbox', null, 0],
    ['GET', '/users/log-in', 'frame', 0],
    ['GET', '/users/log-in', 'stage', 1],
    ['POST', '/sandbox/reset', null, 1],
    ['POST', '/users/log-in', 'frame', 1],
    ['GET', '/progress', null, 0],
    ['POST', '/progress', null, 1],
    ['POST', '/progress', 'frame', 0],
    ['GET', '/sandboxes', null, 1],
  ] as const)('of %s %s for %s keeps %i traces', async ([method, path, fragment, count]) => {
    const headers = fragment ? { 'glasshouse-fragment': fragment } : {}

    const { text, traces } = await run({ method, path, headers })

    expect(text).toBe('the page')
    expect(traces.list()).toHaveLength(count)
  })

  test('runs what comes afterwards, however the request ends', async () => {
    for (const answer of [page, () => Promise.reject<Response>(new Error('no'))]) {
      const order: string[] = []
      const { context, logged } = await run({}, (context) => {
        const { locals } = context
        const ends = (name: string, end: Promise<void>) => () => (order.push(name), end)
        const fails = Promise.reject<void>(new Error('cannot be closed'))
        locals.afterwards.push(ends('first', fails), ends('second', Promise.resolve()))
        return answer(context)
      })

      expect(order).toEqual(['first', 'second'])
      expect(context.locals.afterwards).toHaveLength(2)
      expect(logged).toContainEqual([new Error('cannot be closed'), 'request-1'])
    }
  })

  test('leaves a page alone that is made at build time', async () => {
    const context = Object.assign(contextOf(), { isPrerendered: true })
    Reflect.deleteProperty(context.locals, 'front')
    const wayOf = () => ({
      first: splitFixed([]),
      guards: [],
      opensToTokens: false,
      showsSecrets: false,
    })

    const response = await pipeline({ wayOf, around: watchRequest })(context, () =>
      Promise.resolve(drawn()),
    )

    expect(await (response as Response).text()).toBe('the page')
  })
})

describe('a page that is drawn', () => {
  const json = { accept: 'application/json' }

  test('has settled its answer, or is none', async () => {
    const { response, text, logged } = await run({ path: '/scores' }, drawn)

    expect([response.status, text]).toEqual([500, expect.not.stringContaining('the page')])
    expect(logged).toEqual([
      [
        new Error(
          '/scores is drawn without an answer for programs. ' +
            'Ask answer(Astro, { … }) before it is drawn, and return what that returns.',
        ),
        'request-1',
      ],
    ])
  })

  test('is no answer to a program, even if it was settled', async () => {
    const { response, logged } = await run({ headers: json }, page)

    expect(response.headers.get('content-type')).toBe('application/json')
    expect([response.status, logged.length]).toEqual([500, 1])
  })

  test('is a refusal where nothing answers, as the dev server draws it', async () => {
    const { response, text } = await run({ path: '/nothing', routePattern: '/404' }, drawn)

    expect([response.status, text]).toEqual([
      404,
      expect.stringContaining('There is no page at this address.'),
    ])
  })

  test('need not be settled where it is no page', async () => {
    const { response } = await run({ headers: json }, () => Response.json({ ok: true }))

    expect(response.status).toBe(200)
  })
})

describe('the answer', () => {
  test.for([
    ['/', 'max-age=0, private, must-revalidate'],
    ['/secret', 'no-store'],
  ] as const)('at %s is kept for Back alone, or not at all: %s', async ([routePattern, kept]) => {
    const { headers } = (await run({ routePattern })).response

    expect(headers.get('cache-control')).toBe(kept)
  })

  test('says that it is UTF-8', async () => {
    const { headers } = (await run({})).response

    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.has('content-security-policy')).toBe(false)
  })

  test('keeps what the page said about caching, and adds to its policy', async () => {
    const headers = { 'cache-control': 'private', 'content-security-policy': "default-src 'self'" }

    const { response } = await run({}, () => new Response('', { headers }))

    expect(response.headers.get('cache-control')).toBe('private')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'self', frame-ancestors 'none'",
    )
  })

  test('is a refusal for a body that cannot be read, with a trace of its own', async () => {
    const { response, logged, context } = await run({
      ...{ method: 'POST', path: '/users/log-in/canary-4711' },
      ...{ routePattern: '/users/log-in/[token]', body: { kind: 'json', text: '{' } },
    })

    expect([response.status, logged]).toEqual([400, []])
    const trace = context.locals.recorder.snapshot()
    expect(stepsOf(trace)).toEqual(['reply 400'])
    expect(JSON.stringify(trace)).not.toContain('canary')
  })

  test('is a refusal’s sentence, status and headers', async () => {
    const refuses = () => {
      throw new Refusal(429, 'Wait 7 s and try again.', retryAfter(7))
    }

    const { response, text, logged } = await run({}, refuses)

    expect([response.status, text, logged]).toEqual([
      429,
      '429 Wait 7 s and try again. request-1',
      [],
    ])
    expect(response.headers.get('retry-after')).toBe('7')
    expect(response.headers.get('cache-control')).toBe('max-age=0, private, must-revalidate')
  })
})
