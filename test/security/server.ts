/** Vitest's global setup: the built server, and where it keeps what it keeps. */
import type { TestProject } from 'vitest/node'
import { startBuiltServer } from '../support/built-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    dataDirectory: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Every test is a visitor of its own, and all of them come from one address.
  const server = await startBuiltServer({ LIMIT_NEW_SANDBOXES: '1000000' })
  project.provide('origin', server.origin)
  project.provide('dataDirectory', server.dataDirectory)
  return server.stop
}
