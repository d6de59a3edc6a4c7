/**
 * The pictures of requests to the running server. With GLASSHOUSE_TAKE=traces
 * the traces are written down, for the tests that run without it.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { traceOf, WALKS } from '../support/server-walks.ts'
import type { Walked } from '../trace/pictures/pictures.ts'
import { printPicture } from '../trace/pictures/print-picture.ts'
import { SERVER_PICTURES } from '../trace/pictures/server-pictures.ts'
import { keepServerTraces, kept } from '../trace/pictures/server-traces.ts'

const taken = new Map<string, Walked>()

describe('the picture of', () => {
  test.for(WALKS)('$name', async (walk) => {
    const trace = kept(await traceOf(walk))
    taken.set(walk.name, trace)

    expect(printPicture(trace)).toEqual(SERVER_PICTURES[walk.name])
  })
})

afterAll(() => {
  if (process.env['GLASSHOUSE_TAKE'] === 'traces') keepServerTraces(taken)
})
