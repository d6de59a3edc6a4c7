/**
 * How a task starts another program. Tasks run before anything is installed,
 * on whatever Node runs npm, so they use Node's own modules and no TypeScript.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The folder of package.json, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The Node that the project runs on. It is one of its packages. */
export const PROJECT_NODE = `${ROOT}node_modules/.bin/node`

/** The path of a program that a package brings: `bin('astro')`. */
export const bin = (name) => `${ROOT}node_modules/.bin/${name}`

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program to its end and answers its exit code. Signals are handed
 * over to it; when one ends it, it ends this task as well. `onErrorOutput`
 * sees what it writes to stderr, which is shown all the same; `onOutput` is
 * given all that it writes, which is not shown then.
 */
export function run(
  command,
  args,
  { cwd = ROOT, env = process.env, onErrorOutput, onOutput } = {},
) {
  return new Promise((resolve, reject) => {
    const stdio = [
      'ignore',
      onOutput ? 'pipe' : 'inherit',
      onOutput || onErrorOutput ? 'pipe' : 'inherit',
    ]
    const child = spawn(command, args, { cwd, env, stdio })
    const handOver = (signal) => child.kill(signal)
    for (const signal of SIGNALS) process.on(signal, handOver)
    const letGo = () => {
      for (const signal of SIGNALS) process.off(signal, handOver)
    }

    if (onOutput) {
      for (const stream of [child.stdout, child.stderr]) stream.on('data', onOutput)
      if (onErrorOutput) child.stderr.on('data', (chunk) => onErrorOutput(String(chunk)))
    } else
      child.stderr?.on('data', (chunk) => {
        process.stderr.write(chunk)
        onErrorOutput(String(chunk))
      })
    child.once('error', (error) => {
      letGo()
      reject(error)
    })
    child.once('close', (code, signal) => {
      letGo()
      if (SIGNALS.includes(signal)) process.kill(process.pid, signal)
      else resolve(code ?? 1)
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
