/**
 * The labs: each bends one request, and one sees which layer answers now. A
 * lab is a folder of `src/levers`, a page of `src/pages/labs`, which is a tab
 * of a stage as well, its line in the router, and its line here.
 */
import type { LabName } from '#router.ts'

export interface Lab {
  /** The last part of its address, and what an act names as a tab. */
  readonly name: LabName
  /** The words on its tab, and what its page is called. */
  readonly title: string
  /** What one does there, in a sentence. */
  readonly about: string
}

export const LABS: readonly Lab[] = [
  {
    name: 'peel',
    title: 'Layers',
    about:
      'Switch a rule, a plug or an index off, and send the same again: it goes on to the next layer.',
  },
  {
    name: 'race',
    title: 'Race',
    about: 'Let two requests go at once, and say whose query comes next: the server runs them so.',
  },
  {
    name: 'split',
    title: 'Split',
    about: 'Send one request as two or three people, and see beside each other what differs.',
  },
  {
    name: 'wall',
    title: 'Attack wall',
    about: 'Send dozens of awkward inputs by one button, and see which layer catches each of them.',
  },
  {
    name: 'hunt',
    title: 'Hunt',
    about: 'One line of your server is wrong. Find it by what the server does, and point at it.',
  },
]

/**
 * Where a lab stands.
 *
 * @example
 * labHref('peel')
 * // => '/labs/peel'
 */
export const labHref = (name: LabName): string => `/labs/${name}`

/**
 * The lab of this name. Not to find it is a mistake of ours.
 *
 * @example
 * labOf('peel').title
 * // => 'Layers'
 */
export function labOf(name: LabName): Lab {
  const lab = LABS.find((one) => one.name === name)
  if (lab) return lab
  throw new Error(`labOf: ${name} has a route and no line in labs.ts. Write one.`)
}
