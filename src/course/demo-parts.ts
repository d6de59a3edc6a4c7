/** The names of the parts of a page that an answer puts in place, wherever in the page they are. */

/**
 * Of a question and what its reader said.
 *
 * @example
 * questionPart('ana-comes-in', 'who-answers')
 * // => 'question-ana-comes-in.who-answers'
 */
export const questionPart = (demo: string, question: string): string =>
  `question-${demo}.${question}`

/**
 * Of a check and whether it is met.
 *
 * @example
 * checkPart('ana-comes-in', 'kept-away')
 * // => 'task-ana-comes-in.kept-away'
 */
export const checkPart = (demo: string, check: string): string => `task-${demo}.${check}`
