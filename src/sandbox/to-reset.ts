import type { Refusal } from '#lib/refusal.ts'

/** For a refusal that says to reset the sandbox: its button leads to where that is done. */
export const toReset = (refusal: Refusal): Refusal =>
  refusal.leadingTo('/sandbox', 'To your sandbox')
