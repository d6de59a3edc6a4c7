import type { Feed } from './feed.ts'
import { element, htmlElement } from '../xml.ts'

const NAMES =
  'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'

/** A feed as RSS 2.0. */
export function asRss({ about, origin, entries }: Feed): string {
  const [newest] = entries
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<rss version="2.0" ${NAMES}><channel>`,
    element('title', about.title),
    element('link', `${origin}/`),
    element('description', about.description),
    element('language', about.language),
    ...(newest ? [element('lastBuildDate', inMail(newest.day))] : []),
    element('atom:link', null, {
      href: `${origin}/rss.xml`,
      rel: 'self',
      type: 'application/rss+xml',
    }),
    ...entries.map(({ id, title, summary, day, tags, href, text }) =>
      [
        '<item>',
        element('title', title),
        element('link', href),
        element('guid', id, { isPermaLink: 'false' }),
        element('pubDate', inMail(day)),
        ...tags.map((tag) => element('category', tag)),
        element('description', summary),
        htmlElement('content:encoded', text),
        '</item>',
      ].join('\n'),
    ),
    '</channel></rss>\n',
  ].join('\n')
}

/**
 * A day as RFC 822 writes it.
 *
 * @example
 * inMail('2026-11-23')
 * // => 'Mon, 23 Nov 2026 00:00:00 GMT'
 */
export const inMail = (day: string): string => new Date(day).toUTCString()
