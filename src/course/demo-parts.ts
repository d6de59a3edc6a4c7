/** The names of the parts of a page that an answer puts in place, wherever in the page they are. */

/**
 * Of a question and what its reader said.
 *
 * @example
 * questionPart('a-first-visit', 'who-answers')
 * // => 'question-a-first-visit.who-answers'
 */
export const questionPart = (demo: string, question: string): string =>
  `question-${demo}.${question}`

/**
 * Of a check and whether it is met.
 *
 * @example
 * checkPart('a-first-visit', 'kept-away')
 * // => 'task-a-first-visit.kept-away'
 */
export const checkPart = (demo: string, check: string): string => `task-${demo}.${check}`
