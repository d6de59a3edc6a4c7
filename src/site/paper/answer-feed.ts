/** Answers whoever reads a feed: written once for as long as the same lessons are open, and not sent again. */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { APIContext } from 'astro'
import { allow } from '#http/requests.ts'
import { feedOf, type Feed } from './feed.ts'
import { readPapers, type Paper } from './read-papers.ts'

interface Written {
  /** The lessons that it was written of. */
  readonly papers: readonly Paper[]
  readonly etag: string
  readonly bodies: Readonly<Record<'br' | 'gzip' | 'identity', Buffer<ArrayBuffer>>>
}

const kept = new Map<string, Promise<Written>>()

/** Readers ask often: whoever has it, and whoever stands between, keeps it for a quarter of an hour. */
const KEPT = 'public, max-age=900'

export async function answerFeed(
  context: APIContext,
  type: string,
  write: (feed: Feed) => string,
): Promise<Response> {
  allow(context, ['GET'])
  const { publicOrigin } = context.locals.front.services
  const papers = await readPapers(context, { teaches: false })
  const before = await kept.get(type)
  if (before?.papers !== papers)
    kept.set(
      type,
      written(papers, () => write(feedOf(papers, publicOrigin))),
    )
  const { etag, bodies } = await kept.get(type)!
  const headers = { 'cache-control': KEPT, etag, vary: 'Accept-Encoding' }
  const { headers: asked } = context.request
  if (isKnown(asked.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const encoding = encodingFor(asked.get('accept-encoding') ?? '')
  return new Response(bodies[encoding], {
    headers: {
      ...headers,
      'content-type': `${type}; charset=utf-8`,
      ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    },
  })
}

async function written(papers: readonly Paper[], write: () => string): Promise<Written> {
  const identity = Buffer.from(write())
  const hash = createHash('sha256').update(identity).digest('base64url')
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(identity),
    promisify(gzip)(identity),
  ])
  return { papers, etag: `"${hash.slice(0, 22)}"`, bodies: { br, gzip: gz, identity } }
}

const encodingFor = (accepted: string) =>
  /\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted)
    ? 'br'
    : /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted)
      ? 'gzip'
      : 'identity'

// A proxy that compresses makes a weak tag of ours.
const isKnown = (tags: string | null, etag: string) =>
  (tags ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
