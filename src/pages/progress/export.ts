import type { APIRoute } from 'astro'
import { progressFile } from '#course/progress-file.ts'
import { progressOf } from '#course/progress-view.ts'
import { recordReply } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { systemClock } from '#lib/clock.ts'

export const prerender = false

/** All that is kept of a visitor's progress, as a file to take away. It names nobody. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['GET'])
  const { records } = await progressOf(context.locals)
  const file = progressFile(records, systemClock.now())
  recordReply(200)
  return new Response(`${JSON.stringify(file, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="glasshouse-progress.json"',
    },
  })
}
