/**
 * How a task starts another program. Tasks run before anything is installed,
 * on whatever Node runs npm, so they use Node's own modules and no TypeScript.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

/** The folder of package.json, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The Node that the project runs on. It is one of its packages. */
export const PROJECT_NODE = `${ROOT}node_modules/.bin/node`

/** The path of a program that a package brings: `bin('astro')`. */
export const bin = (name) => `${ROOT}node_modules/.bin/${name}`

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
// Ctrl-C reaches a program from the terminal, from npm and from here: one keystroke, one signal.
const SAME_KEYSTROKE_MILLISECONDS = 1_000

/**
 * Runs a program to its end and answers its exit code. Signals are handed
 * over to it. `onErrorOutput` sees what it writes to stderr, which is shown all the same.
 */
export function run(command, args, { env = process.env, onErrorOutput } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'inherit', onErrorOutput ? 'pipe' : 'inherit']
    const child = spawn(command, args, { cwd: ROOT, env, stdio })
    const stopForwarding = forwardSignals(child)
    child.stderr?.on('data', (chunk) => {
      process.stderr.write(chunk)
      onErrorOutput(String(chunk))
    })
    child.once('error', (error) => {
      stopForwarding()
      reject(error)
    })
    child.once('close', (code, signal) => {
      stopForwarding()
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}

/** Runs a script on the project's Node. */
export const runNode = (args, options) => run(PROJECT_NODE, args, options)

/**
 * Ends this task by turning into another program: same process, so signals
 * and the exit code need nobody in between. Older versions of Node cannot do
 * that; there the task waits for the program and ends as it ends.
 */
export async function become(command, args, env) {
  if (process.execve) process.execve(command, [command, ...args], env)
  process.exitCode = await run(command, args, { env })
}

/** Ends the task with one sentence for the person at the terminal. */
export function stop(sentence) {
  console.error(`\n${sentence}`)
  process.exit(1)
}

function forwardSignals(child) {
  const lastSent = new Map()
  const forward = (signal) => {
    const now = performance.now()
    const sinceLast = now - (lastSent.get(signal) ?? -Infinity)
    if (sinceLast < SAME_KEYSTROKE_MILLISECONDS) return
    lastSent.set(signal, now)
    child.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, forward)
  return () => {
    for (const signal of SIGNALS) process.off(signal, forward)
  }
}
