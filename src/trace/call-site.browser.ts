/**
 * In a browser the lines of a bundle lead to no source, and a step names none. Code that a
 * reader wrote is a module of its own, of a blob: its lines are those that they typed.
 */
import type { callSite as findCallSite } from './call-site.ts'

const PLACE = /(?<file>blob:[^\s()]+?):(?<line>\d+):\d+\)?$/gm

export const callSite: typeof findCallSite = () => {
  const places = [...(new Error('call site').stack ?? '').matchAll(PLACE)]
  // This function is in a blob, too, where a worker was made of one: its own lines are no reader’s.
  const [own] = places
  const found = places.find(({ groups }) => groups?.file !== own?.groups?.file)?.groups
  return found?.file ? Object.freeze({ file: found.file, line: Number(found.line) }) : null
}
