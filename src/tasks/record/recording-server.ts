/** The built server, started for recordings: it knows one time and one chance. */
import { fileURLToPath } from 'node:url'
import { startBuiltServer } from './built-server.ts'

const FIXED = fileURLToPath(new URL('./fixed-time-and-chance.mjs', import.meta.url))

/** Runs `use` with the address of such a server, and ends it. */
export async function withRecordingServer<Value>(
  root: string,
  use: (origin: string) => Promise<Value>,
): Promise<Value> {
  const env = { GLASSHOUSE_LIMITS: 'off' }
  const server = await startBuiltServer({ root, env, nodeOptions: ['--import', FIXED] })
  try {
    return await use(server.origin)
  } finally {
    await server.stop()
  }
}
