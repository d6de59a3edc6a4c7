import type { IncomingMessage } from 'node:http'
import { cookieName, TEACHER } from '#http/cookies.ts'
import { tokenIn } from './cookies.ts'
import type { RunningServices } from './services.ts'

/** Tells requests of this site’s teacher from those of its readers. */
export function teacherAmong({
  publicOrigin,
  teachers,
}: Pick<RunningServices, 'publicOrigin' | 'teachers'>): (request: IncomingMessage) => boolean {
  const name = cookieName(publicOrigin, TEACHER)
  return (request) => teachers.mayEnter && teachers.knows(tokenIn(request, name))
}
