import os from 'node:os'

// Where what lives for a moment is kept, in megabytes: more of it makes nothing quicker here, and
// as Node has it, it would take a hundred more.
const YOUNG = '--max-semi-space-size=16'

/**
 * The environment that the server starts with.
 *
 * Password hashes and SQLite share the threads of libuv, whose number is
 * fixed when the process starts: enough that a query never waits for a hash.
 */
export function serverEnvironment(env = process.env) {
  const threads = Math.max(8, os.availableParallelism() * 2 + 4)
  const { NODE_OPTIONS: given = '' } = env
  return {
    ...env,
    UV_THREADPOOL_SIZE: env.UV_THREADPOOL_SIZE || String(threads),
    // Each thread would keep memory of its own for what it may need once more.
    MALLOC_ARENA_MAX: env.MALLOC_ARENA_MAX || '2',
    NODE_OPTIONS: given.includes('semi-space-size') ? given : `${given} ${YOUNG}`.trim(),
  }
}
