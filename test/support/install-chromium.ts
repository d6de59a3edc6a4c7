import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './browser.ts'

/** Installs a Chromium unless there is one. Throws with one sentence when it cannot. */
export function installChromiumIfNeeded(): void {
  if (findChromium()) return

  console.log('Installing Chromium for the browser tests.')
  for (const install of [installWithApt, installWithPlaywright]) {
    install()
    if (findChromium()) return
  }
  throw new Error(
    'The browser tests need Chromium, and it could not be installed. ' +
      'Install it (on Debian: apt-get install chromium), or name one with CHROME_PATH.',
  )
}

function installWithApt(): void {
  installByApt(['chromium-headless-shell', 'chromium'])
}

/** Installs the first of these packages that Debian has, where that is allowed. */
export function installByApt(names: readonly string[]): void {
  if (!existsSync('/usr/bin/apt-get')) return
  const isRoot = process.getuid?.() === 0
  // -n: a password prompt would wait for somebody who is not there.
  if (!isRoot && !run('sudo', '-n', 'true')) return
  const apt = (...args: readonly string[]) =>
    isRoot ? run('apt-get', ...args) : run('sudo', '-n', 'apt-get', ...args)

  apt('update')
  for (const name of names) if (apt('install', '-y', '--no-install-recommends', name)) return
}

function installWithPlaywright(): void {
  run(process.execPath, 'node_modules/playwright-core/cli.js', 'install', 'chromium')
}

function run(command: string, ...args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0
}
