/**
 * Finds the line of the running source that is asking. Stack frames of the
 * built bundle are mapped to the source once each and remembered, so that a
 * traced request costs little more than an untraced one.
 */
import { fileURLToPath } from 'node:url'
import { getCallSites, type CallSiteObject } from 'node:util'
import type { Source } from '#lib/step.ts'

// The machinery that makes steps is not what the reader wants to see.
const MACHINERY = /^src\/(?:(?:lib|trace|repo)\/|web\/(?:plug|pipeline|reply)\.ts)/
const MOST_FRAMES = 16

const known = new Map<string, Source | null>()

/** The nearest line of this project outside the machinery, or `null`. */
export function callSite(machinery: RegExp = MACHINERY): Source | null {
  for (const [index, frame] of getCallSites(MOST_FRAMES).entries()) {
    if (index === 0 || frame.scriptName.startsWith('node:')) continue
    const source = sourceOf(frame, index)
    if (source && !machinery.test(source.file)) return source
  }
  return null
}

function sourceOf(frame: CallSiteObject, index: number): Source | null {
  const key = `${frame.scriptName}:${frame.lineNumber}:${frame.columnNumber}`
  const found = known.get(key)
  if (found !== undefined) return found

  // One frame deeper here than in `callSite`.
  const mapped = getCallSites(MOST_FRAMES + 1, { sourceMap: true })[index + 1]
  const source = mapped ? projectLine(mapped) : null
  known.set(key, source)
  return source
}

function projectLine({ scriptName, lineNumber }: { scriptName: string; lineNumber: number }) {
  const path = scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName
  const inProject = /(?:^|\/)((?:src|migrations)\/(?!.*node_modules).+)$/.exec(path)
  return inProject ? Object.freeze({ file: inProject[1]!, line: lineNumber }) : null
}
