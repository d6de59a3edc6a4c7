import type { APIContext } from 'astro'
import { describe, expect, test } from 'vitest'
import { collect, record } from '#trace/trace.ts'
import { watched } from '#trace/watch.ts'
import { defineFixedPlug, definePlug, runPlugs, type Plug } from '#http/plug.ts'
import * as sandboxPlugs from '#visit/fetch-sandbox.ts'
import { contextOf } from '../support/context.ts'

const passesOn = definePlug('passesOn', () => undefined)
const halts = definePlug('halts', () => new Response(null, { status: 303 }))
const breaks = definePlug('breaks', () => {
  throw new TypeError('about canary-4711')
})

/** What the plugs answer, and what is recorded of them. */
async function run(plugs: readonly Plug[], context: APIContext = contextOf()) {
  const { recorder } = context.locals
  const response = await collect(recorder, () => runPlugs(plugs, context))
  const { steps } = recorder.snapshot()
  return { response, steps, outcomes: steps.map(({ name, outcome }) => `${name} ${outcome}`) }
}

describe('runPlugs', () => {
  test('runs them in order, and answers nothing when each passes the request on', async () => {
    const order: string[] = []
    const note = (name: string) => definePlug(name, () => void order.push(name))

    const { response, outcomes } = await run([note('first'), note('second'), note('third')])

    expect(response).toBeUndefined()
    expect(order).toEqual(['first', 'second', 'third'])
    expect(outcomes).toEqual(['first ok', 'second ok', 'third ok'])
  })

  test('stops at the first that answers, and records it as a halt', async () => {
    const { response, steps, outcomes } = await run([passesOn, halts, breaks])

    expect(response?.status).toBe(303)
    expect(outcomes).toEqual(['passesOn ok', 'halts halt'])
    expect(steps[1]).toMatchObject({ detail: 'answered 303', data: { status: 303 } })
  })

  test('waits for a plug that takes its time', async () => {
    const slow = definePlug('slow', async () => {
      await Promise.resolve()
      return new Response(null, { status: 401 })
    })

    const { response, outcomes } = await run([slow, breaks])

    expect(response?.status).toBe(401)
    expect(outcomes).toEqual(['slow halt'])
  })

  test('records a plug that throws as an error, without its words, and throws on', async () => {
    const context = contextOf()

    await expect(run([passesOn, breaks, halts], context)).rejects.toThrow('about canary-4711')

    const { steps } = context.locals.recorder.snapshot()
    expect(steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'passesOn ok',
      'breaks error',
    ])
    expect(JSON.stringify(steps)).not.toContain('canary')
  })

  test('hands the same context to each', async () => {
    const context = contextOf()
    const seen: APIContext[] = []
    const looks = definePlug('looks', (given) => void seen.push(given))

    await run([looks, looks], context)

    expect(seen).toEqual([context, context])
  })

  test('runs them all the same when nobody watches', async () => {
    expect((await runPlugs([passesOn, halts], contextOf()))?.status).toBe(303)
  })

  test('leaves out the one that is switched off, and says so', async () => {
    const without = new Set(['plug.halts'])

    const { response, steps } = await watched({ without }, () => run([passesOn, halts, passesOn]))

    expect(response).toBeUndefined()
    expect(steps).toMatchObject([
      { name: 'passesOn', outcome: 'ok' },
      { name: 'halts', layer: 'plug', outcome: 'skip', detail: 'switched off by you' },
      { name: 'passesOn', outcome: 'ok' },
    ])
  })

  test('runs one that is fixed, whatever is switched off', async () => {
    const fixed = defineFixedPlug('fixed', () => new Response(null, { status: 410 }))

    const { response } = await watched({ without: new Set(['plug.fixed']) }, () => run([fixed]))

    expect(response?.status).toBe(410)
  })
})

describe('what a plug leaves behind', () => {
  const names = definePlug(
    'names',
    async (_context, assign) => {
      await Promise.resolve()
      record({ layer: 'context', name: 'before' })
      assign({ persona: 'ana' })
      record({ layer: 'context', name: 'after' })
    },
    {
      leaves: ({ persona }, { locals }) => ({
        layer: 'scope',
        name: 'persona',
        tag: 'scope.persona',
        detail: `it is ${persona}`,
        data: { before: locals.persona, after: persona },
      }),
    },
  )

  test('is there for the next one', async () => {
    const context = contextOf({ persona: 'bo' })
    const seen: string[] = []

    await run([names, definePlug('looks', ({ locals }) => void seen.push(locals.persona))], context)

    expect(seen).toEqual(['ana'])
  })

  test('is one step, where it was assigned, told by the plug’s definition', async () => {
    const { steps } = await run([names], contextOf({ persona: 'bo' }))

    expect(steps.map(({ name, parent }) => [name, parent])).toEqual([
      ['names', null],
      ['before', 1],
      ['persona', 1],
      ['after', 1],
    ])
    expect(steps[2]).toMatchObject({
      ...{ layer: 'scope', tag: 'scope.persona', detail: 'it is ana' },
      ...{ source: names.source, data: { before: 'bo', after: 'ana' } },
    })
  })

  test('is not told where the definition tells nothing, nor by one that assigns nothing', async () => {
    const quiet = definePlug('quiet', (_context, assign) => assign({ persona: 'ana' }))
    const halts = definePlug('halts', () => new Response(null), { leaves: names.leaves })
    const context = contextOf({ persona: 'bo' })

    expect((await run([quiet, halts], context)).outcomes).toEqual(['quiet ok', 'halts halt'])
    expect(context.locals.persona).toBe('ana')
  })

  test('is there when nobody watches, too', async () => {
    const context = contextOf({ persona: 'bo' })

    await runPlugs([names], context)

    expect(context.locals.persona).toBe('ana')
  })
})

describe('definePlug', () => {
  test('names the plug by its tag', () => {
    expect(passesOn).toMatchObject({ name: 'passesOn', tag: 'plug.passesOn' })
    expect(Object.isFrozen(passesOn)).toBe(true)
  })
})

test('what finds a sandbox is fixed', () => {
  const plugs = Object.values(sandboxPlugs)

  expect(plugs.length).toBeGreaterThan(2)
  expect(plugs.filter(({ isFixed }) => !isFixed)).toEqual([])
})
