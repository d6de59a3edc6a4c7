/** A live page that has lost its server says so, and stays as it was until it is connected again. */
import { announce } from '#stage/answers/announce.ts'
import type { Notice } from '#stage/frame/notice.ts'
import { showNotice } from '#stage/frame/notices.ts'

const NOTICE: Notice = {
  end: 'pending',
  parts: ['The live page is ', 'connecting again', '.'],
  below: 'It stays as it was, and goes on by itself.',
  action: null,
  short: '',
}

/** The first pause before the next try, and the longest, in milliseconds. */
const SHORTEST = 1_000
const LONGEST = 30_000

/**
 * How long to wait before the next try, after so many that failed.
 *
 * @example
 * pauseAfter(1)
 * // => 1000
 * pauseAfter(9)
 * // => 30000
 */
export const pauseAfter = (failures: number): number =>
  Math.min(SHORTEST * 2 ** (failures - 1), LONGEST)

/** In the strip, and by the lean-to of the house, which is dotted meanwhile. */
export function showConnecting(page: Element, isConnecting: boolean): void {
  const stage = page.closest<HTMLElement>('.stage')
  if (!stage || isConnecting === 'connecting' in stage.dataset) return
  stage.toggleAttribute('data-connecting', isConnecting)
  showNotice(stage, isConnecting ? NOTICE : null)
  announce(stage, isConnecting ? NOTICE.parts.join('') : 'The live page is connected again.')
}
