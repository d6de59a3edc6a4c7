/**
 * Finds the line of the running source that is asking. Stack frames of the
 * built bundle are mapped to the source once each and remembered, so that a
 * traced request costs little more than an untraced one.
 */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getCallSites, type CallSiteObject } from 'node:util'
import type { Source } from '#trace/trace-step.ts'

// The machinery that makes steps is not what the reader wants to see.
const MACHINERY =
  /^src\/(?:(?:lib|changeset|trace|repo)\/|sandbox\/(?:mailbox|pubsub)\.ts|http\/(?:plug|pipeline|reply)\.ts|live\/(?:live-view|live-session|socket)\.ts)/
// Every frame costs, and a second look costs all of them again: the caller is mostly among the first few.
// The farthest that is usual is one who makes a rule of a changeset.
const FIRST_FRAMES = 9
const MOST_FRAMES = 24

const known = new Map<string, Source | null>()

interface Near {
  /** A function of this name is not who asks. */
  readonly outside?: string
  /** Frames among which the caller mostly is. */
  readonly within?: number
}

/**
 * The nearest line of this project outside the machinery, and outside the
 * function named `outside`, or `null`.
 */
export function callSite({ outside = '', within = FIRST_FRAMES }: Near = {}): Source | null {
  return nearest(within, outside) ?? nearest(MOST_FRAMES, outside)
}

function nearest(frames: number, outside: string): Source | null {
  // As the bundle has them: a map costs time, and puts other names to functions and places.
  for (const [index, frame] of getCallSites(frames, { sourceMap: false }).entries()) {
    // The first two are this function and `callSite`.
    if (index < 2 || frame.scriptName.startsWith('node:')) continue
    if (outside !== '' && frame.functionName === outside) continue
    const source = sourceOf(frame, index)
    if (source && !MACHINERY.test(source.file)) return source
  }
  return null
}

function sourceOf(frame: CallSiteObject, index: number): Source | null {
  // What was evaluated from text has no name, and its like stands at the same place of another module.
  const script = frame.scriptName === '' ? frame.scriptId : frame.scriptName
  const key = `${script}:${frame.lineNumber}:${frame.columnNumber}`
  const found = known.get(key)
  if (found !== undefined) return found

  // One frame deeper here than in `nearest`.
  const source = frame.scriptName === '' ? evaluatedLine(index + 1) : mappedLine(index + 1)
  known.set(key, source)
  return source
}

function mappedLine(index: number): Source | null {
  const frame = getCallSites(MOST_FRAMES + 2, { sourceMap: true })[index + 1]
  return frame ? projectLine(frame.scriptName, frame.lineNumber) : null
}

/** Where a line of a module that Vite has evaluated comes from; set by the dev server. */
export const EVALUATED_LINES = Symbol.for('glasshouse.evaluated-lines')

type LineIn = (path: string, line: number, column: number) => number | null

/**
 * While an author works, Vite evaluates modules from text. Its stack names the
 * file, and of some modules another line: that is asked of the dev server.
 */
function evaluatedLine(index: number): Source | null {
  const raw = getCallSites(MOST_FRAMES + 2, { sourceMap: false })[index + 1]
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = MOST_FRAMES + 2
  const { stack = '' } = new Error('call site')
  Error.stackTraceLimit = limit
  const frame = stack.split('\n').filter((line) => line.startsWith('    at '))[index + 1] ?? ''
  const place = /(?<path>\/[^():?]+)(?:\?[^():]+)?:(?<line>\d+):\d+\)?$/.exec(frame)?.groups
  if (!place?.path) return null
  const lineIn = (globalThis as Record<symbol, LineIn | undefined>)[EVALUATED_LINES]
  const exact = raw && lineIn?.(place.path, raw.lineNumber, raw.columnNumber)
  return projectLine(place.path, exact ?? Number(place.line))
}

function projectLine(scriptName: string, line: number): Source | null {
  // A file that stands in for itself, with a line changed, has a query behind its name.
  const [name = ''] = scriptName.split('?')
  const path = name.startsWith('file:') ? fileURLToPath(name) : name
  const file = TWINS.test(path)
    ? relative(process.cwd(), path).replaceAll('\\', '/')
    : OF_THE_PROJECT.exec(path)?.groups?.file
  return file && !file.startsWith('../') ? Object.freeze({ file, line }) : null
}

const OF_THE_PROJECT = /(?:^|\/)(?<file>(?:src|migrations|content)\/(?!.*node_modules).+)$/
/** A course may be in any folder of the project: of that only the server’s own says where it begins. */
const TWINS = /\/lessons\/[^/]+\/[^/]+\/twins\.ts$/
