import type { APIRoute } from 'astro'
import { answerFeed } from '#site/paper/answer-feed.ts'
import { asRss } from '#site/paper/rss.ts'

export const prerender = false

/** The lessons as RSS, the newest first, whole. */
export const ALL: APIRoute = (context) => answerFeed(context, 'application/rss+xml', asRss)
