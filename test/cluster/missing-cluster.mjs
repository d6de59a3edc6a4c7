import { execFileSync } from 'node:child_process'
import { missingPostgres } from '../support/postgres.ts'

/** Why servers cannot be balanced on this machine, or `null`. */
export function missingCluster() {
  try {
    execFileSync('haproxy', ['-v'])
  } catch {
    return 'HAProxy is not installed: apt-get install haproxy.'
  }
  return missingPostgres()
}
