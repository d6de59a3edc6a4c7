/** The names of the parts of a page that an answer puts in place, wherever in the page they are. */

/** Of a question and what its reader said. */
export const questionPart = (demo: string, question: string): string =>
  `predict-${demo}.${question}`

/** Of a check and whether it is met. */
export const checkPart = (demo: string, check: string): string => `check-${demo}.${check}`
