import { isReadOnTheWay } from './config.ts'

/**
 * Headers of every answer. Scripts and styles are limited by the policy that
 * Astro writes into each page, with hashes; these directives do not work there.
 */
export function securityHeaders(
  publicOrigin: URL,
): (url?: string) => Readonly<Record<string, string>> {
  const usual = headersFor(publicOrigin)
  const framed = { ...usual, 'content-security-policy': framePolicy(publicOrigin, '/search') }
  return (url) => (isFramed(url) ? framed : usual)
}

/**
 * Whether a page of ours may hold this address in a frame: the search, which no other site may.
 * The code frame has a policy of its own: code-frame.ts.
 */
export const isFramed = (url = ''): boolean => /^\/search(?:\?|$)/.test(url)

function headersFor(publicOrigin: URL): Readonly<Record<string, string>> {
  const https = publicOrigin.protocol === 'https:'
  return {
    'content-security-policy': framePolicy(publicOrigin),
    'x-content-type-options': 'nosniff',
    // Not `no-referrer`: browsers would then send `Origin: null` with a form.
    'referrer-policy': 'strict-origin-when-cross-origin',
    // Browsers ignore it where others can read along, and complain of it on every page.
    ...(!isReadOnTheWay(publicOrigin) && { 'cross-origin-opener-policy': 'same-origin' }),
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  }
}

/** The part of the policy that is the same for every answer, but for the one that we frame. */
export function framePolicy({ protocol }: URL, url?: string): string {
  const policy = [
    `frame-ancestors ${isFramed(url) ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'self'",
  ]
  if (protocol === 'https:') policy.push('upgrade-insecure-requests')
  return policy.join('; ')
}
