/** The forms in which a lesson is walked. */
import type { BrowserContextOptions } from 'playwright-core'
import type { Played } from '../support/played.ts'

export interface WalkForm extends Played {
  /** As a failure says it. */
  readonly name: string
  readonly options: BrowserContextOptions
}

export const FORMS: readonly WalkForm[] = [
  {
    name: 'on a wide screen',
    options: { viewport: { width: 1280, height: 720 } },
    isPlain: false,
  },
  {
    name: 'on a phone, by night',
    options: {
      ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
      colorScheme: 'dark',
    },
    isPlain: false,
    isSmall: true,
  },
  {
    name: 'without JavaScript',
    options: { viewport: { width: 1280, height: 720 }, javaScriptEnabled: false },
    isPlain: true,
  },
]
