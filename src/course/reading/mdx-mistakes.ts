/** What is no MDX, with what to write in its place. */
import type { MdxError } from '../mdx.ts'
import type { Place, Wrong } from './mistake.ts'
import { nearest } from './near.ts'

/** A mistake as MDX tells it, in the words of somebody who writes a lesson. */
export function mdxMistake({ message, place }: MdxError, text: string): Place & Wrong {
  const lines = text.split('\n')
  const at = lines[place.line - 1]?.slice(place.column - 1) ?? ''
  for (const { when, says } of RULES) {
    const found = when.exec(message)
    if (found) return { ...place, ...says(found, at) }
  }
  return { ...place, what: `This is no MDX: ${message}.`, write: IN_BACKTICKS }
}

const IN_BACKTICKS = 'Put what is meant as text between backticks.'

interface Rule {
  readonly when: RegExp
  readonly says: (found: RegExpExecArray, at: string) => Wrong
}

const RULES: readonly Rule[] = [
  {
    when: /closing tag `<\/(?<closed>[^>`]*)>`.*for `<(?<open>[^>`]*)>` \((?<line>\d+):/,
    says: ({ groups: { closed, open, line } = {} }) => ({
      what: `</${closed}> does not close <${open}> of line ${line}.`,
      write: `Write </${open}>${nearest(closed ?? '', [open ?? '']) ? '' : ' before it'}.`,
    }),
  },
  { when: /\besm\b/, says: () => CODE },
  {
    when: /closing tag for `<(?<name>[^>`]*)>`|never closed/i,
    says: ({ groups }) => closing(groups?.['name'] ?? ''),
  },
  {
    when: /closing tag `<\/(?<name>[^>`]*)>`/i,
    says: ({ groups }) => ({
      what: `</${groups?.['name']}> closes what is not open here.`,
      write: `Write <${groups?.['name']}> before it, or leave it out. What is opened last is closed first.`,
    }),
  },
  { when: /expression|closing brace/i, says: () => BRACE },
  { when: /comment in MDX/, says: () => COMMENT },
  { when: /character/, says: (_found, at) => bracket(at) },
]

const closing = (name: string): Wrong => ({
  what: `<${name}> is never closed.`,
  write: `Write </${name}> on a line of its own, with an empty line before it, or <${name} … /> for one that holds nothing.`,
})

const COMMENT: Wrong = {
  what: 'A comment of HTML is none in MDX.',
  write: 'Write {/* the note */}.',
}

const CODE: Wrong = {
  what: 'A line that begins with import or export is read as code, and this is none.',
  write: 'Begin the line with another word.',
}

const BRACE: Wrong = {
  what: 'A { begins code, and what follows it is none.',
  write: 'Write &#123; for a brace, or put the words between backticks.',
}

function bracket(at: string): Wrong {
  if (at.startsWith('<!') || at.startsWith('!')) return COMMENT
  const written = at.replace(/^</, '')
  const word = /^[^\s<]{0,20}/.exec(written)?.[0].replace(/[.,;:!?)>]+$/, '') ?? ''
  if (/^https?:/.test(word))
    return {
      what: 'An address between < and > is none in MDX.',
      write: `Write [its name](${word}).`,
    }
  if (/^[A-Za-z][\w.]*\s[^>]*=[^"'{]/.test(written))
    return {
      what: `An attribute of <${word}> is not written as MDX reads it.`,
      write: 'Write each as name="text".',
    }
  return {
    what: `“<${word}” is read as the beginning of an element.`,
    write: `Write &lt;${word}, or say it in words.`,
  }
}
