/** Pages that are not the same for everybody: the build makes a file for each, the front chooses. */
import { hasCome } from '#lib/day.ts'

/** What is known of whoever asks. */
export interface Asking {
  readonly isTeacher: boolean
  /** Milliseconds since 1970, UTC. */
  readonly now: number
}

export interface Editions {
  /** Whether there is more than one: then what a browser keeps is its own. */
  readonly areSeveral: boolean
  /** The file for whoever asks. */
  readonly fileFor: (asking: Asking) => string
}

/**
 * The files that a page is given as, by the names of those that were built:
 * one for whoever teaches, one that holds no answer yet, one for everybody else.
 * `answersOpen` is the day from which a lesson’s answers are shown.
 *
 * @example
 * const names = new Set(['/lessons/scopes/one.html', '/teach/lessons/scopes/one.html'])
 * const { fileFor } = editionsOf(names, '/lessons/scopes/one.html', null)
 * fileFor({ isTeacher: true, now: 0 })
 * // => '/teach/lessons/scopes/one.html'
 * fileFor({ isTeacher: false, now: 0 })
 * // => '/lessons/scopes/one.html'
 */
export function editionsOf(
  names: ReadonlySet<string>,
  name: string,
  answersOpen: string | null,
): Editions {
  const other = (kind: string) =>
    /^\/(?:lessons|print)\//.test(name) && names.has(`/${kind}${name}`) ? `/${kind}${name}` : null
  const teacher = other('teach')
  const closed = other('closed')
  return {
    areSeveral: teacher !== null || closed !== null,
    fileFor: ({ isTeacher, now }) => {
      if (isTeacher) return teacher ?? name
      return closed !== null && !hasCome(answersOpen, now) ? closed : name
    },
  }
}
