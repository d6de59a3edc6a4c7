import type { APIContext } from 'astro'
import { expect, test, vi } from 'vitest'
import { factsAlone } from '#http/facts-alone.ts'

interface Astro extends APIContext {
  readonly response: { status: number; readonly headers: Headers }
}

type Code = (astro: Astro) => unknown

/** A request for a page whose code is this, as Astro hands it on. */
function contextOf(code: Code, type = 'page'): APIContext {
  const page = ({ createAstro }: { readonly createAstro: () => Astro }) => code(createAstro())
  const rendering = {
    routeData: { type },
    loadComponentInstance: () => Promise.resolve({ default: page }),
  }
  const context = { params: { id: '7' }, locals: {}, [Symbol.for('astro.fetchState')]: rendering }
  return context as unknown as APIContext
}

test('a page answers with its facts, and is not drawn', async () => {
  const answer = new Response('{}')
  const code = vi.fn((astro: Astro) => {
    astro.response.status = 422
    astro.response.headers.set('referrer-policy', 'strict-origin')
    return astro.params['id'] === '7' ? answer : null
  })

  expect(await factsAlone(contextOf(code))).toBe(answer)
  expect(code).toHaveBeenCalledOnce()
})

test('one that wants to be drawn is not taken for an answer', async () => {
  expect(await factsAlone(contextOf(() => 'a template'))).toBeNull()
})

test('what it throws is thrown on', async () => {
  const code = () => Promise.reject(new Error('No such row.'))

  await expect(factsAlone(contextOf(code))).rejects.toThrow('No such row.')
})

test.each([
  ['an address without a page', contextOf(vi.fn(), 'endpoint')],
  ['a request that Astro does not know', {} as APIContext],
])('%s is left to Astro', async (_, context) => {
  expect(await factsAlone(context)).toBeUndefined()
})
