import type { APIContext } from 'astro'
import type { HttpLocals } from './locals.ts'

/** A request on its way, and what HTTP alone knows of it. In Phoenix: `Plug.Conn`. */
export type HttpContext = Omit<APIContext, 'locals'> & { readonly locals: HttpLocals }
