/** A form for any request: what it says is what is sent. */
import { fieldsByHand, isPathHere, NO_PATH } from '#levers/by-hand.ts'
import { pathFor } from '#http/links.ts'
import type { Sent } from './stage-state.ts'

/** What it sends, or a sentence that says why that cannot be. */
export function sentByHand(said: URLSearchParams, persona: string): Sent | string {
  if (!isPathHere(said.get('path') ?? '/')) return NO_PATH
  const method = said.get('method') ?? 'POST'
  const path = pathFor(persona, said.get('path') ?? '/')
  const fields = new URLSearchParams(
    fieldsByHand(said.get('fields') ?? '').map((field) => [...field]),
  )
  const run = said.get('_step')
  if (method === 'GET') {
    const url = fields.size > 0 ? `${path}?${fields}` : path
    return { url, method: 'GET', body: fields.toString(), persona, run }
  }
  if (method !== 'POST') fields.set('_method', method.toLowerCase())
  return { url: path, method: 'POST', body: fields.toString(), persona, run }
}
