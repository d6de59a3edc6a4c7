/**
 * What is at rest in a page until its reader does something: the elements of a
 * stage and of the text around it. A part that is deleted goes from here.
 */
import './act/glass-after.ts'
import './language/languages.ts'
import './list/glass-list.ts'
import './picture/glass-house.ts'
import './question/answered-recalls.ts'
import './question/glass-question.ts'
import './scrubber/glass-walk.ts'
import './take-away/glass-copy.ts'
import { offerCards } from './act/term-cards.ts'
import { offerKeys } from './frame/keys.ts'
import { closeMenus } from './frame/menus.ts'

closeMenus()
offerCards()
offerKeys()

/** Not every page has one of these. */
const SOME = [
  ['glass-stage', () => import('./frame/glass-stage.ts')],
  ['glass-veil', () => import('./question/glass-veil.ts')],
  ['glass-compare', () => import('./compare/glass-compare.ts')],
  ['glass-lanes, glass-wall', () => import('./race/lab-elements.ts')],
] as const

/** Once all that the page has of them is here. */
export async function bringElements(): Promise<void> {
  for (const [name, bring] of SOME) if (document.querySelector(name)) await bring()
}
