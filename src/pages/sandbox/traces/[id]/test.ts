import type { APIRoute } from 'astro'
import { testOf } from '#stage/take-away/as-test.ts'
import { copiedText } from '#stage/take-away/copied-text.ts'

export const prerender = false

/** A run as a file for Vitest. */
export const ALL: APIRoute = (context) =>
  copiedText(context, (trace, traces) => {
    const { traces: before, isWhole } = traces.before(trace)
    const { origin } = context.locals.front.services.publicOrigin
    return testOf({ trace, before, isWhole, origin })
  })
