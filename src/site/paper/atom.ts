import type { Feed } from './feed.ts'
import { element, htmlElement } from '../xml.ts'

/** A feed as Atom, RFC 4287. */
export function asAtom({ about, origin, id, entries }: Feed): string {
  const newest = entries[0]?.day ?? '2026-01-01'
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${about.language}">`,
    element('id', id),
    element('title', about.title),
    element('subtitle', about.description),
    element('updated', inAtom(newest)),
    element('link', null, {
      href: `${origin}/atom.xml`,
      rel: 'self',
      type: 'application/atom+xml',
    }),
    element('link', null, { href: `${origin}/`, rel: 'alternate', type: 'text/html' }),
    `<author>${element('name', about.title)}</author>`,
    ...entries.map((entry) =>
      [
        '<entry>',
        element('id', entry.id),
        element('title', entry.title),
        element('link', null, { href: entry.href, rel: 'alternate', type: 'text/html' }),
        element('published', inAtom(entry.day)),
        element('updated', inAtom(entry.day)),
        ...entry.tags.map((term) => element('category', null, { term })),
        element('summary', entry.summary),
        htmlElement('content', entry.text, { type: 'html' }),
        '</entry>',
      ].join('\n'),
    ),
    '</feed>\n',
  ].join('\n')
}

/**
 * A day as RFC 3339 writes it.
 *
 * @example
 * inAtom('2026-11-23')
 * // => '2026-11-23T00:00:00Z'
 */
export const inAtom = (day: string): string => `${day}T00:00:00Z`
