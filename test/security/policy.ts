import { createHash } from 'node:crypto'
import type { Answer } from '../support/http-browser.ts'

/** Content security policies of an answer, each as its directives: those of its header, and the page's own. */
export function policiesOf({
  headers,
  text,
}: Pick<Answer, 'headers' | 'text'>): readonly ReadonlyMap<string, readonly string[]>[] {
  const meta = /<meta http-equiv="content-security-policy" content="(?<policy>[^"]*)"/i.exec(text)
  const inHeader = headers.get('content-security-policy')?.split(',') ?? []
  return [...inHeader, ...(meta?.groups?.policy ? [meta.groups.policy] : [])].map(directivesOf)
}

const directivesOf = (policy: string) =>
  new Map(
    policy
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .flatMap(([name, ...sources]) => (name ? [[name.toLowerCase(), sources] as const] : [])),
  )

/** What all policies together allow for a directive: each must agree, so it is what the first that speaks of it says. */
export function allowedBy(
  answer: Pick<Answer, 'headers' | 'text'>,
  directive: string,
): readonly string[] | undefined {
  return policiesOf(answer)
    .find((policy) => policy.has(directive))
    ?.get(directive)
}

/** `'sha256-…'` of each script or style that stands in the page itself. */
export function inlineHashes(text: string, element: 'script' | 'style'): readonly string[] {
  const inline = text.matchAll(
    element === 'script'
      ? // What is data runs nothing, and no policy asks for it.
        /<script\b(?![^>]*\s(?:src=|type="application\/(?:ld\+)?json"))[^>]*>(?<code>[\s\S]*?)<\/script>/g
      : /<style\b[^>]*>(?<code>[\s\S]*?)<\/style>/g,
  )
  return [...inline].map(({ groups }) => {
    const hash = createHash('sha256')
      .update(groups?.code ?? '')
      .digest('base64')
    return `'sha256-${hash}'`
  })
}
