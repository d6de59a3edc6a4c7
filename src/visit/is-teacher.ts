import type { APIContext } from 'astro'
import { cookieName, TEACHER } from '#http/cookies.ts'

/** Whether whoever asks has shown the key of this site’s teacher. */
export function isTeacher({ cookies, locals }: Pick<APIContext, 'cookies' | 'locals'>): boolean {
  const { publicOrigin, teachers } = locals.front.services
  return teachers.knows(cookies.get(cookieName(publicOrigin, TEACHER))?.value)
}
