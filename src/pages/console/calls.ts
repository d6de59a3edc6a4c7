import type { APIRoute } from 'astro'
import { perform } from '#console/perform.ts'
import { readCall } from '#console/read-call.ts'
import { NO_STORE } from '#http/caching.ts'
import { allow } from '#http/requests.ts'

export const prerender = false

/** Calls one function for a prompt. No code is sent here: a name, and plain data. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { call, line } = readCall(context.locals.params)
  const { answer, trace } = await perform(context, call, line)
  return Response.json({ answer, trace }, { headers: { 'cache-control': NO_STORE } })
}
