import type { HttpContext } from '#http/context.ts'
import type { HttpLocals } from '#http/locals.ts'
import type { AppLocals } from './locals.ts'

/**
 * A request as the app knows it. Whoever runs the app keeps more with it; a
 * function that takes this cannot come to rely on that. In Phoenix: `conn`.
 */
export type AppContext = Omit<HttpContext, 'locals'> & { readonly locals: HttpLocals & AppLocals }

/** A page as it is made: it can still say with what status. */
export type AppPage = AppContext & { readonly response: { status?: number | undefined } }
