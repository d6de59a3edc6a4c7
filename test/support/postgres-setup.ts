/** Starts a PostgreSQL for a project of tests, or says why their half is skipped. */
import type { TestProject } from 'vitest/node'
import { missingPostgres, startPostgres } from './postgres.ts'

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  const missing = missingPostgres()
  project.provide('postgres', null)
  if (missing !== null) {
    console.log(`Tests with PostgreSQL are skipped: ${missing}`)
    return
  }
  const { url, remove } = await startPostgres()
  project.provide('postgres', url)
  return remove
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Where it is, or `null` where there is none. */
    readonly postgres: string | null
  }
}
