/** Where the server of a class is: what its own start would be told, or `--at ADDRESS`. */
import { setTimeout as sleep } from 'node:timers/promises'

const TRIES = 3

/**
 * The address that its learners have.
 *
 * @example
 * serverAddress(['30', '--at', 'https://course.example/'], {})
 * // => 'https://course.example'
 * serverAddress([], { PORT: '8080' })
 * // => 'http://localhost:8080'
 */
export function serverAddress(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string {
  const at = args.indexOf('--at')
  const given = at === -1 ? undefined : args[at + 1]
  const fallback = env.PUBLIC_ORIGIN || `http://localhost:${env.PORT || '4321'}`
  const url = URL.parse(given ?? fallback)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`"${given ?? fallback}" is no address: write --at https://course.example.`)
  return url.origin
}

/** Throws with a sentence where nobody answers. */
export async function askWhetherReady(origin: string): Promise<void> {
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const answer = await fetch(`${origin}/readyz`).catch(() => null)
    if (answer?.ok) return
    await sleep(300)
  }
  throw new Error(
    `No server answers at ${origin}. Start it first, npm start, or say where it is: --at http://localhost:4322.`,
  )
}
