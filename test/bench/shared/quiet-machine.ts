/** What else the machine does while something is measured. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

const QUIET = 0.12
const LOOKED_AT = 2_000
const AT_MOST = 120_000

/**
 * Waits until the cores have little else to do, two minutes at most, and says
 * on what it is measured and how busy that is. `QUIET=off` waits for nothing.
 */
export async function untilQuiet(): Promise<string> {
  const deadline = performance.now() + AT_MOST
  let busy = await busyShare()
  while (process.env['QUIET'] !== 'off' && busy > QUIET && performance.now() < deadline)
    busy = await busyShare()
  return machine(busy)
}

function machine(busy: number): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown'
  const memory = Math.round(totalmem() / 1024 ** 3)
  const load = (loadavg()[0] ?? 0).toFixed(1)
  return `${availableParallelism()} cores (${model}), ${memory} GB, Node ${process.versions.node}, before it began ${Math.round(busy * 100)} % busy, load average ${load}`
}

/** The share of all cores that is at work now. */
async function busyShare(): Promise<number> {
  const before = times()
  await sleep(LOOKED_AT)
  const after = times()
  return 1 - (after.idle - before.idle) / (after.all - before.all)
}

function times(): { readonly idle: number; readonly all: number } {
  let [idle, all] = [0, 0]
  for (const { times: core } of cpus()) {
    idle += core.idle
    all += Object.values(core).reduce((sum, time) => sum + time, 0)
  }
  return { idle, all }
}
