/** What somebody tells the authors of a course when its text misled them, prepared as far as a page knows it. */
import type { Lesson } from '#course/course-data.ts'

export interface Issue {
  readonly title: string
  readonly body: string
}

export interface Misled {
  /** The lesson that they read, or `null` where they named none. */
  readonly lesson: Pick<Lesson, 'id' | 'number' | 'title' | 'version'> | null
  /** What the site was built from, or `null` where that is not known. */
  readonly commit: string | null
  /** An address that shows what they ran last, or `null`. */
  readonly moment: string | null
}

/**
 * The issue, with room for their own words at its head.
 *
 * @example
 * const lesson = { id: 'one', number: '1.1', title: 'One', version: '0123456789ab' }
 * issueOf({ lesson, commit: null, moment: null }).title
 * // => 'Misled by 1.1 One'
 */
export function issueOf({ lesson, commit, moment }: Misled): Issue {
  const facts = [
    lesson && `Lesson: ${lesson.number} ${lesson.title} (${lesson.id})`,
    lesson && `Version: ${lesson.version}`,
    commit !== null && `Commit: ${commit}`,
    moment !== null && `What I ran last: ${moment}`,
  ].filter((fact) => typeof fact === 'string')
  return {
    title: lesson ? `Misled by ${lesson.number} ${lesson.title}` : 'Misled by the course',
    body: ['What I read:', '', '', 'What I took it for:', '', '', ...facts].join('\n'),
  }
}

/**
 * The address at which it is written: `issues` of course.yaml with the words where it says `{title}` and
 * `{body}`, else with the two behind it, as GitHub and GitLab read them.
 *
 * @example
 * addressOf('https://example.com/new', { title: 'A & B', body: 'so' })
 * // => 'https://example.com/new?title=A+%26+B&body=so'
 * addressOf('https://example.com/new#{title}', { title: 'A & B', body: 'so' })
 * // => 'https://example.com/new#A%20%26%20B'
 */
export function addressOf(issues: string, { title, body }: Issue): string {
  if (/\{(?:title|body)\}/.test(issues)) {
    const words = { title, body }
    return issues.replaceAll(/\{(title|body)\}/g, (_, name: keyof Issue) =>
      encodeURIComponent(words[name]),
    )
  }
  const address = new URL(issues)
  address.searchParams.set('title', title)
  address.searchParams.set('body', body)
  return address.href
}
