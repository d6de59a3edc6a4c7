/**
 * Keeps the server of `npm start` running. A native module that crashes takes its whole process with it, and
 * no `try` in there helps; all that was acknowledged is on the disk, so another process goes on from it. In
 * Elixir: a supervisor with `max_restarts: 5, max_seconds: 60`. Under systemd or in a container the platform
 * does this, and `serve.mjs` is started without it.
 */
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

export const MOST_RESTARTS = 5
/** What a server says while it lives. */
export const ALIVE = 'alive'
const WITHIN_MILLISECONDS = 60_000
/** Before each of them: the first crash costs its readers no time, a row of them leaves the machine some. */
const PAUSES_MILLISECONDS = [0, 100, 200, 400, 800]

const SIGNALS = ['SIGINT', 'SIGTERM']

/** A server says each second that it lives; one that has begun to and says nothing for so many looks hangs. */
const LOOKS_EVERY_MILLISECONDS = 1_000
const MOST_SILENT_LOOKS = 30

/**
 * Runs the server until it ends on purpose, and answers the exit code to end with. `command` answers what to
 * start, anew each time. A server that has never said that it is ready is not started again: it has said what
 * stands in its way. One that hangs is ended, and started again as if it had crashed.
 */
export async function keepRunning(
  command,
  { say = sayTo(process.stdout), now = clock, looksEvery = LOOKS_EVERY_MILLISECONDS } = {},
) {
  const restarts = []
  let child = null
  let isLeaving = false
  let wasReady = false
  const handOver = (signal) => {
    isLeaving = true
    child?.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, handOver)

  try {
    for (;;) {
      child = start(command())
      child.on('message', () => (wasReady = true))
      const stopLooking = endIfSilent(child, looksEvery)
      const { code, signal } = await ended(child)
      stopLooking()
      if (isLeaving) return SIGNALS.includes(signal) ? 0 : (code ?? 1)
      if (code === 0) return 0
      if (!wasReady && signal === null) return code
      if (!wasReady) {
        say('server crashed', { code, signal, note: 'It never came to answer.' })
        return 1
      }
      const since = now() - WITHIN_MILLISECONDS
      while (restarts.length > 0 && restarts[0] < since) restarts.shift()
      if (restarts.length >= MOST_RESTARTS) {
        const note = `It is not started again: it has ended ${MOST_RESTARTS + 1} times within a minute. The lines before say why.`
        say('server crashed', { code, signal, note })
        return 1
      }
      await sleep(PAUSES_MILLISECONDS[restarts.length] ?? 0)
      if (isLeaving) return 0
      restarts.push(now())
      const note = `It is started again, ${restarts.length} of ${MOST_RESTARTS} times within a minute.`
      say('server crashed', { code, signal, note })
    }
  } finally {
    for (const signal of SIGNALS) process.off(signal, handOver)
  }
}

const clock = () => performance.now()

// The channel tells this process that the server is ready, and the server that this process is gone.
const start = ([file, args, env]) =>
  spawn(file, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })

/**
 * Looks are counted, and no time is read: while a machine sleeps nobody looks. In systemd's words: `WatchdogSec`.
 * Answers what stops it.
 */
function endIfSilent(child, every) {
  let silent = null
  child.on('message', (message) => {
    if (message === ALIVE) silent = 0
  })
  const looking = setInterval(() => {
    if (silent !== null && ++silent > MOST_SILENT_LOOKS) child.kill('SIGKILL')
  }, every)
  return () => clearInterval(looking)
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

/** A line as the server's log has them; on a terminal, words. */
export function sayTo(output) {
  return (event, { code, signal, note }) => {
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`
    const words = `\nThe server ended ${how}. ${note}\n`
    const frame = { time: new Date().toISOString(), level: 'error', event }
    output.write(output.isTTY ? words : `${JSON.stringify({ ...frame, code, signal, note })}\n`)
  }
}
