import type { APIRoute } from 'astro'
import { logOf } from '#trace/query-log.ts'
import { copiedText } from '#stage/take-away/copied-text.ts'

export const prerender = false

/** The queries of a run, as the log of a Phoenix server prints them. */
export const ALL: APIRoute = (context) => copiedText(context, logOf)
