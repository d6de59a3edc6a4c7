/** Finds the server that `npm run dev` runs in this folder, so that a task can ask it. */
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from './run.mjs'

/** Astro writes there where its dev server listens. */
const LOCK = '.astro/dev.json'
const ANSWERS_WITHIN_MILLISECONDS = 3_000
/** An editor saves, the server hears of it, and reads. */
const READS_WITHIN_MILLISECONDS = 10_000
const ASK_AGAIN_MILLISECONDS = 100

/**
 * Where it answers, without a slash at the end; `null` where none runs.
 *
 * @returns {Promise<string | null>}
 */
export async function findDevServer(root = ROOT) {
  const path = `${root}${LOCK}`
  if (!existsSync(path)) return null
  const origin = originIn(readFileSync(path, 'utf8'))
  return origin !== null && (await readMistakes(origin)) !== null ? origin : null
}

function originIn(text) {
  try {
    const { urls, url, port } = JSON.parse(text)
    return (urls?.local?.[0] ?? url ?? `http://localhost:${port}`).replace(/\/$/, '')
  } catch {
    return null
  }
}

/** Waits until it has read the lesson as it is saved. Answers whether it has. */
export async function hasRead(origin, { path, version }) {
  const deadline = performance.now() + READS_WITHIN_MILLISECONDS
  while (performance.now() < deadline) {
    const read = await readMistakes(origin)
    if (read?.versions[path] === version) return true
    await sleep(ASK_AGAIN_MILLISECONDS)
  }
  return false
}

/** What it knows of the course; `null` where nobody answers, or somebody else. */
async function readMistakes(origin) {
  try {
    const response = await fetch(`${origin}/mistakes`, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MILLISECONDS),
    })
    const read = await response.json()
    return typeof read.versions === 'object' ? read : null
  } catch {
    return null
  }
}
