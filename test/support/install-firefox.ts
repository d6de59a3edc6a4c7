import { findFirefox } from './firefox.ts'
import { installByApt } from './install-chromium.ts'

/** Installs Debian's Firefox unless there is one. Where it cannot be had, its tests are skipped and say so. */
export function installFirefoxIfPossible(): void {
  if (findFirefox()) return

  console.log('Installing Firefox, for the tests of what browsers differ in.')
  installByApt(['firefox-esr'])
}
