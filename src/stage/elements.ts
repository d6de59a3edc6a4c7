/**
 * What is at rest in a page until its reader does something: the elements of a
 * stage and of the text around it. A part that is deleted goes from here.
 */
import './act/glass-after.ts'
import './language/languages.ts'
import './list/glass-list.ts'
import './picture/glass-house.ts'
import './question/glass-question.ts'
import './scrubber/glass-walk.ts'
import './take-away/glass-copy.ts'

/** Not every page has one of these. */
const SOME: Readonly<Record<string, () => Promise<unknown>>> = {
  'glass-stage': () => import('./frame/glass-stage.ts'),
  'glass-veil': () => import('./question/glass-veil.ts'),
  'glass-compare': () => import('./compare/glass-compare.ts'),
}

/** Once all that the page has of them is here. */
export async function bringElements(): Promise<void> {
  const here = Object.keys(SOME).filter((name) => document.querySelector(name))
  await Promise.all(here.map((name) => SOME[name]?.()))
}
