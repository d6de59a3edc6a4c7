import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const USUAL_PLACES = [
  // The same browser without windows: to open a page in it is a third of the work.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The path of a Chromium on this machine, `CHROME_PATH` first, or `null`. */
export function findChromium(): string | null {
  const places = [process.env.CHROME_PATH, ...USUAL_PLACES, chromium.executablePath()]
  return places.find((path) => path && existsSync(path)) ?? null
}

/** Starts the machine's Chromium. Close it when done. Throws when there is none. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) {
    throw new Error('No Chromium found. npm test installs one; CHROME_PATH names one elsewhere.')
  }
  return chromium.launch({
    executablePath,
    args: [
      // Containers and CI run as root, where Chromium has no sandbox of its own.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Another machine, as far as a page can tell: plain http to it is no secure context.
      '--host-resolver-rules=MAP course.test 127.0.0.1',
    ],
  })
}
