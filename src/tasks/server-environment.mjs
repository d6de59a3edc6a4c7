import os from 'node:os'

/**
 * The environment that the server starts with.
 *
 * Password hashes and SQLite share the threads of libuv, whose number is
 * fixed when the process starts: enough that a query never waits for a hash.
 */
export function serverEnvironment(env = process.env) {
  const threads = Math.max(8, os.availableParallelism() * 2 + 4)
  return { ...env, UV_THREADPOOL_SIZE: env.UV_THREADPOOL_SIZE || String(threads) }
}
