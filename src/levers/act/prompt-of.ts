/** The prompt at which steps of an act type: what a line binds, the lines of later steps know. */
import type { Prompt } from '#course/player.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'

// Whoever enters the start of an act has another sandbox, and begins at another prompt.
const PROMPTS = new WeakMap<Sandbox['place'], Prompt>()

/** It lives as long as its sandbox is open: values are kept nowhere else. */
export function promptOf({ place }: Pick<Sandbox, 'place'>): Prompt {
  const known = PROMPTS.get(place) ?? { typist: null }
  PROMPTS.set(place, known)
  return known
}
