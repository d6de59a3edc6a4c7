/** Says, where its reader looks, that a part of the page goes on without its script. */
import { announce } from '#stage/answers/announce.ts'
import { FALLEN } from '#stage/answers/edge.ts'
import type { Notice } from './notice.ts'
import { showNotice } from './notices.ts'

const NOTICE: Notice = {
  end: 'away',
  parts: ['', 'A part of this page has stopped', ', and goes on without its script.'],
  below: 'What you did is kept. Load the page again to have it back.',
  action: null,
  short: '',
}

export function sayWhatFell(): void {
  document.addEventListener(FALLEN, (event) => {
    const { target } = event
    const stage = target instanceof Element ? target.closest('.stage') : null
    const around = stage ?? document.querySelector('.stage')
    if (around) showNotice(around, NOTICE)
    if (around) announce(around, NOTICE.parts.join(''))
    if (event instanceof CustomEvent) console.warn('A part of the page has stopped.', event.detail)
  })
}
