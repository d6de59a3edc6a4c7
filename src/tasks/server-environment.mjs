import os from 'node:os'

const MEGABYTE = 1024 * 1024

// Where what lives for a moment is kept, in megabytes: more of it makes nothing quicker here, and
// as Node has it, it would take a hundred more.
const YOUNG = 16

// In a container that is this small Node would take all of it for objects alone, and is ended
// before it has looked for any that nobody needs.
const SMALL = 512
const YOUNG_IN_SMALL = 4
/** Megabytes of the program itself, of two passwords that are hashed, and of databases. */
const BESIDE = 96
const SHARE_OF_REST = 0.7

/**
 * The environment that the server starts with.
 *
 * Password hashes and SQLite share the threads of libuv, whose number is
 * fixed when the process starts: enough that a query never waits for a hash.
 */
export function serverEnvironment(env = process.env, megabytes = boundOfMemory()) {
  const threads = Math.max(8, os.availableParallelism() * 2 + 4)
  const { NODE_OPTIONS: given = '' } = env
  return {
    ...env,
    UV_THREADPOOL_SIZE: env.UV_THREADPOOL_SIZE || String(threads),
    // Each thread would keep memory of its own for what it may need once more.
    MALLOC_ARENA_MAX: env.MALLOC_ARENA_MAX || '2',
    NODE_OPTIONS: [given, ...sizes(given, megabytes)].join(' ').trim(),
  }
}

/** What nobody has said of the sizes of Node's heap. */
function sizes(given, megabytes) {
  const isSmall = megabytes < SMALL
  const young = isSmall ? YOUNG_IN_SMALL : YOUNG
  const old = Math.max(BESIDE, Math.floor((megabytes - BESIDE) * SHARE_OF_REST))
  return [
    ...(/semi[-_]space[-_]size/.test(given) ? [] : [`--max-semi-space-size=${young}`]),
    ...(!isSmall || /old[-_]space[-_]size/.test(given) ? [] : [`--max-old-space-size=${old}`]),
  ]
}

/** Megabytes that a container leaves this process; all of the machine's where there is no bound. */
function boundOfMemory() {
  const bound = process.constrainedMemory?.() ?? 0
  return Math.min(bound > 0 ? bound : Infinity, os.totalmem()) / MEGABYTE
}
