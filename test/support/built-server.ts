/** The built server, running for a test run, and gone afterwards. */
import type { TestProject } from 'vitest/node'
import { currentBuild, isBuildCurrent } from '../../src/tasks/builds.mjs'
import {
  startBuiltServer as startServer,
  type BuiltServer,
  type Start,
} from '../../src/tasks/record/built-server.ts'
import { REAL_COURSE, TEST_COURSE } from './courses.mjs'

export type { BuiltServer } from '../../src/tasks/record/built-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built server answers: `http://localhost:40123`. */
    origin: string
    /** Where it keeps what it keeps. */
    dataDirectory: string
  }
}

/** A test does in a second what a reader does in a lesson: what such a server counts by time is not met by it. */
const HURRIED = {
  LIMIT_REQUESTS: '1000',
  LIMIT_LOG_INS: '1000',
  LIMIT_LINKS: '1000',
  LIMIT_MAILS: '1000',
  LIMIT_SEARCHES: '1000',
}
/** For a server whose limits are those that readers meet: a variable that is empty is not set. */
export const USUAL_LIMITS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(HURRIED).map((name) => [name, '']),
)

/** Starts the current build. `env` is added to its environment, such as `{ GLASSHOUSE_LIMITS: 'off' }`. */
export function startBuiltServer(
  env: NodeJS.ProcessEnv = {},
  options: Pick<Start, 'build' | 'origin' | 'nodeOptions' | 'mostDescriptors'> = {},
): Promise<BuiltServer> {
  refuseWithoutBuild()
  return startServer({ root: ROOT, env: { ...HURRIED, ...env }, ...options })
}

/** Vitest's global setup: tests ask for the address with `inject('origin')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Every test is a visitor of its own, and all of them come from one address.
  const scheme = project.name === 'https' ? 'https' : 'http'
  const content = project.name === 'content' ? REAL_COURSE : TEST_COURSE
  refuseWithoutBuild(content)
  const server = await startServer({
    root: ROOT,
    env: { ...HURRIED, LIMIT_NEW_SANDBOXES: '1000000' },
    build: currentBuild(`${ROOT}/`, content) ?? undefined,
    origin: (port) => `${scheme}://localhost:${port}`,
  })
  project.provide('origin', server.origin)
  project.provide('dataDirectory', server.dataDirectory)
  return server.stop
}

const ROOT = process.cwd()

function refuseWithoutBuild(content?: string): void {
  if (currentBuild(`${ROOT}/`, content) === null) {
    throw new Error(
      'There is no build to test. npm test makes it: npm test -- test/requests/log-in.',
    )
  }
  if (!isBuildCurrent(`${ROOT}/`, content))
    console.warn('The build is older than its sources: npm test renews it.')
}
