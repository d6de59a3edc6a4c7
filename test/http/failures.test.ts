import { describe, expect, test } from 'vitest'
import {
  DatabaseBusyError,
  DatabaseClosedError,
  DatabaseCorruptError,
  DatabaseError,
  DatabaseFullError,
  SqlArgumentError,
} from '#repo/database-error.ts'
import { pipeline } from '#http/pipeline.ts'
import { definePlug, splitFixed } from '#http/plug.ts'
import { watchRequest } from '#visit/watch-request.ts'
import { contextOf } from '../support/context.ts'

const CANARY = 'canary-4711'
const OURS =
  'Something went wrong on our side. Try again; if it stays so, tell whoever runs this site the number of this request.'
const BARE = 'Something went wrong on our side.'
const WAIT = 'Your sandbox is busy. Try again in a moment.'
const FULL = 'Your sandbox is full. Reset it, and try again.'

type Thrown = readonly [what: string, thrown: unknown, status: number, sentence: string]
const FAILURES: readonly Thrown[] = [
  ['a database that is in use', new DatabaseBusyError(CANARY, { code: 'SQLITE_BUSY' }), 503, WAIT],
  ['a database that was closed', new DatabaseClosedError(), 503, WAIT],
  ['a database that is full', new DatabaseFullError(CANARY, { code: 'SQLITE_FULL' }), 507, FULL],
  ['a broken file', new DatabaseCorruptError(CANARY, { code: 'SQLITE_CORRUPT' }), 500, OURS],
  [
    'another refusal of the database',
    new DatabaseError(CANARY, { code: 'SQLITE_IOERR' }),
    500,
    OURS,
  ],
  ['a mistake in the program', new SqlArgumentError(CANARY), 500, OURS],
  ['an error with a status', Object.assign(new Error(CANARY), { status: 200 }), 500, OURS],
  ['an error in an error', new Error(CANARY, { cause: new DatabaseClosedError() }), 500, OURS],
  ['a text', CANARY, 500, OURS],
  ['nothing', undefined, 500, OURS],
  [
    'an object that says it is a refusal',
    { name: 'Refusal', status: 200, message: CANARY },
    500,
    OURS,
  ],
]

/** The answer to a request in which `thrown` is thrown, by the page or by a plug. */
async function answerTo(thrown: unknown, by: 'page' | 'plug', accept = 'text/html') {
  const logged: unknown[] = []
  const services = { logError: (error: unknown) => void logged.push(error) }
  const context = contextOf({ services, headers: { accept } })
  // A page may throw what is no error, so the tests do.
  const throws = async () => {
    await Promise.resolve()
    throw thrown
  }
  const every = by === 'plug' ? [definePlug('throws', throws)] : []
  const next = by === 'plug' ? () => Promise.resolve(new Response()) : throws
  const wayOf = () => ({
    first: splitFixed(every),
    guards: [],
    opensToTokens: false,
    showsSecrets: false,
  })
  const handle = pipeline({ wayOf, around: watchRequest })
  const response = (await handle(context, next)) as Response
  const trace = context.locals.recorder.snapshot()
  return { response, text: await response.text(), logged, trace }
}

describe('a failure', () => {
  test.for(FAILURES)(
    'of a page, by %s, is answered without its words',
    async ([, thrown, status, sentence]) => {
      const { response, text, logged } = await answerTo(thrown, 'page')

      expect(response.status).toBe(status)
      expect(text).toBe(`${status} ${sentence === OURS ? BARE : sentence} request-1`)
      // What is busy or full is no fault to look into.
      expect(logged).toEqual(status === 500 ? [thrown] : [])
    },
  )

  test.for(FAILURES)(
    'of a plug, by %s, is answered alike',
    async ([, thrown, status, sentence]) => {
      const { text } = await answerTo(thrown, 'plug')

      expect(text).toBe(`${status} ${sentence === OURS ? BARE : sentence} request-1`)
    },
  )

  test.for(FAILURES)(
    'by %s is answered in JSON to who asks for it',
    async ([, thrown, status, sentence]) => {
      const { response, text } = await answerTo(thrown, 'page', 'application/json')

      expect(response.status).toBe(status)
      expect(JSON.parse(text)).toEqual({ ok: false, error: sentence, request: 'request-1' })
    },
  )

  test.for(FAILURES)('by %s leaves none of its words in the trace', async ([, thrown, status]) => {
    const { trace } = await answerTo(thrown, 'plug')

    expect(trace.status).toBe(status)
    expect(trace.steps.at(-1)).toMatchObject({ layer: 'reply', outcome: 'error' })
    expect(JSON.stringify(trace)).not.toContain(CANARY)
  })

  test('that will pass says when to come again, and one that will not does not', async () => {
    const [busy, full] = await Promise.all(
      [new DatabaseClosedError(), new DatabaseFullError('', { code: 'SQLITE_FULL' })].map((error) =>
        answerTo(error, 'page'),
      ),
    )

    expect(busy?.response.headers.get('retry-after')).toBe('1')
    expect(full?.response.headers.has('retry-after')).toBe(false)
  })

  test('is kept for Back alone, and goes no other way through Astro', async () => {
    const { headers } = (await answerTo(new Error('no'), 'page')).response

    expect(headers.get('cache-control')).toBe('max-age=0, private, must-revalidate')
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('x-astro-reroute')).toBe('no')
  })
})
