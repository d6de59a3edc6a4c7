/** What of the package is used here. */
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Options {
    /** Fewer bytes are sent as they are. */
    readonly threshold?: number
    readonly level?: number
    readonly brotli?: { readonly params: Readonly<Record<number, number>> }
    readonly filter?: (request: IncomingMessage, response: ServerResponse) => boolean
  }

  interface Compression {
    (
      options: Options,
    ): (request: IncomingMessage, response: ServerResponse, next: () => void) => void
    /** Whether its type is one that becomes smaller. */
    readonly filter: (request: IncomingMessage, response: ServerResponse) => boolean
  }

  const compression: Compression
  export default compression
}
