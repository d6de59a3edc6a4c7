import { startBuiltServer } from './built-server.ts'
import { startProxy, type Proxy } from './proxy.ts'

/** A built server behind a proxy of its own, as readers meet it on the open internet. `onCleanup` ends both. */
export async function startBehindProxy(
  onCleanup: (end: () => Promise<void>) => void,
  env: NodeJS.ProcessEnv = {},
): Promise<Proxy> {
  const proxy = await startProxy()
  const server = await startBuiltServer({ PUBLIC_ORIGIN: proxy.origin, ...env })
  proxy.passTo(server.port)
  onCleanup(async () => {
    proxy.close()
    await server.stop()
  })
  return proxy
}
