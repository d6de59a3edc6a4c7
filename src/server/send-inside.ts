/** Hands a request to the front in this very process: no socket, no port. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import inject from 'light-my-request'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

export function sendInside(handle: Handle): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search, host } = new URL(request.url)
    const body = await request.text()
    const answer = await inject(handle, {
      method: request.method as 'GET',
      url: pathname + search,
      authority: host,
      headers: Object.fromEntries(request.headers),
      ...(body !== '' && { payload: body }),
    })
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers))
      for (const each of [value ?? []].flat()) headers.append(name, String(each))
    const isEmpty = [204, 304].includes(answer.statusCode)
    return new Response(isEmpty ? null : new Uint8Array(answer.rawPayload), {
      status: answer.statusCode,
      headers,
    })
  }
}
