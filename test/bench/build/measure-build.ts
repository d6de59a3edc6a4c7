/** Builds a site, and says how long that took and how much memory. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { outsideVitest } from '../../support/outside-vitest.ts'
import { familyOf, peakOf } from '../shared/process-figures.ts'

/** A site of many pages that can be built. */
export interface Site {
  /** Writes it, as if it had never been built. */
  readonly begin: () => void
  /** Adds this to one of its pages. */
  readonly change: (more: string) => void
  /** Takes it away, and what was built of it. */
  readonly end: () => void
  readonly command: readonly [string, ...string[]]
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
}

export interface Built {
  readonly seconds: number
  /** Of its largest process, in megabytes. */
  readonly peak: number
}

const LOOK_EVERY = 250

export async function build({ command, folder, env }: Site): Promise<Built> {
  const began = performance.now()
  const [program, ...args] = command
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...outsideVitest(''), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  let peak = 0
  const look = setInterval(() => {
    const peaks = familyOf(child.pid!).map(peakOf)
    peak = Math.max(peak, ...peaks.filter(Number.isFinite))
  }, LOOK_EVERY)
  const [code] = (await once(child, 'close')) as [number | null]
  clearInterval(look)
  if (code !== 0) throw new Error(`The build in ${folder} failed.\n${output.slice(-5_000)}`)
  return { seconds: (performance.now() - began) / 1_000, peak }
}
