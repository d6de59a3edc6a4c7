/**
 * Finds the line of the running source that is asking. Stack frames of the
 * built bundle are mapped to the source once each and remembered, so that a
 * traced request costs little more than an untraced one.
 */
import { fileURLToPath } from 'node:url'
import { getCallSites, type CallSiteObject } from 'node:util'
import type { Source } from '#lib/step.ts'

// The machinery that makes steps is not what the reader wants to see.
const MACHINERY = /^src\/(?:(?:lib|trace|repo)\/|sandbox\/mailbox\.ts|web\/(?:plug|pipeline|reply)\.ts)/
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
  const key = `${frame.scriptId}:${frame.lineNumber}:${frame.columnNumber}`
  const found = known.get(key)
  if (found !== undefined) return found

  // One frame deeper here than in `callSite`.
  const source = frame.scriptName === '' ? evaluatedLine(index + 1) : mappedLine(index + 1)
  known.set(key, source)
  return source
}

function mappedLine(index: number): Source | null {
  const frame = getCallSites(MOST_FRAMES + 2, { sourceMap: true })[index + 1]
  return frame ? projectLine(frame.scriptName, frame.lineNumber) : null
}

/** While an author works, Vite evaluates modules from text, and only it can map a stack. */
function evaluatedLine(index: number): Source | null {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = MOST_FRAMES + 2
  const { stack = '' } = new Error('call site')
  Error.stackTraceLimit = limit
  const frame = stack.split('\n').filter((line) => line.startsWith('    at '))[index + 1] ?? ''
  const place = /(?<path>\/[^():]+):(?<line>\d+):\d+\)?$/.exec(frame)?.groups
  return place?.path ? projectLine(place.path, Number(place.line)) : null
}

function projectLine(scriptName: string, line: number): Source | null {
  const path = scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName
  const file = /(?:^|\/)(?<file>(?:src|migrations)\/(?!.*node_modules).+)$/.exec(path)?.groups?.file
  return file ? Object.freeze({ file, line }) : null
}
