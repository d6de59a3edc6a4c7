/** The projects that this one is measured beside: `test/bench/peers/package.json` names their versions. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { run, stop } from '../../../src/tasks/run.mjs'

export const PEERS = fileURLToPath(new URL('../peers/', import.meta.url))

/** Installs them beside their lock file, unless they are there. No script of theirs runs for it. */
export async function installPeersIfNeeded(): Promise<void> {
  if (arePeersInstalled()) return
  console.log('Installing test/bench/peers.')
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const code: unknown = await run('npm', args, { cwd: PEERS })
  if (code !== 0) stop('The peers could not be installed; the lines above say why.')
}

/** Whether each package of the lock file is there, but for those of other platforms. */
function arePeersInstalled(): boolean {
  const [wanted, found] = ['package-lock.json', 'node_modules/.package-lock.json'].map(readLock)
  return Object.entries(wanted ?? {}).every(
    ([path, { version, optional }]) =>
      path === '' || optional || found?.[path]?.version === version,
  )
}

type Locked = Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>

function readLock(name: string): Locked | null {
  const file = PEERS + name
  if (!existsSync(file)) return null
  // npm wrote it.
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly packages: Locked }).packages
}
