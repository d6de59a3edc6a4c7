/** Says, where its reader looks, that a part of the page goes on without its script. */
import { announce } from '#stage/answers/announce.ts'
import type { Notice } from './notice.ts'
import { showNotice } from './notices.ts'

const NOTICE: Notice = {
  end: 'away',
  parts: ['', 'A part of this page has stopped', ', and goes on without its script.'],
  below: 'What you did is kept. Load the page again to have it back.',
  action: null,
  short: '',
}

/** Whoever runs the server counts them in its log. A fault that comes again and again is one. */
const counted = new Set<string>()

function count(element: string): void {
  if (counted.has(element)) return
  counted.add(element)
  navigator.sendBeacon('/fallen', new URLSearchParams({ element }))
}

/** Of the event by which an element tells that it has stopped. */
export function sayFallen(event: Event): void {
  const { target } = event
  const stage = target instanceof Element ? target.closest('.stage') : null
  const around = stage ?? document.querySelector('.stage')
  if (around) showNotice(around, NOTICE)
  if (around) announce(around, NOTICE.parts.join(''))
  if (event instanceof CustomEvent) console.warn('A part of the page has stopped.', event.detail)
  if (target instanceof Element) count(target.localName)
}
