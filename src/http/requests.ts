import { Refusal } from '#lib/refusal.ts'
import type { HttpContext } from './context.ts'

/** Whether a program asks, with a token in place of cookies. Programs are answered in JSON. */
export function isApiRequest({ headers }: Request): boolean {
  return isBearer(headers.get('authorization'))
}

/** Whether a header `Authorization` is of the kind that this site reads. The scheme's case is free. */
export function isBearer(authorization: string | null | undefined): boolean {
  return /^bearer(?: |$)/i.test(authorization ?? '')
}

export function wantsJson(request: Request): boolean {
  return isApiRequest(request) || /\bapplication\/json\b/.test(request.headers.get('accept') ?? '')
}

/** Whether the request wants to change something. Everything else only looks. */
export function isAction({ request }: Pick<HttpContext, 'request'>): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD'
}

/** `_method` in a form stands for what a form cannot send. In Phoenix: `Plug.MethodOverride`. */
export function methodOf({ request, locals }: Pick<HttpContext, 'request' | 'locals'>): string {
  const stated = locals.params._method
  if (request.method !== 'POST' || typeof stated !== 'string') return request.method
  const method = stated.toUpperCase()
  return method === 'PUT' || method === 'DELETE' ? method : 'POST'
}

/** Throws a `Refusal` (405) for a method that the page does not answer. GET includes HEAD. */
export function allow(
  context: Pick<HttpContext, 'request' | 'locals'>,
  methods: readonly string[],
): void {
  const method = methodOf(context)
  if (methods.includes(method === 'HEAD' ? 'GET' : method)) return
  throw new Refusal(405, `This address answers ${methods.join(' and ')}.`, {
    allow: methods.join(', '),
  })
}
