/** The environment for a program that is not to know that a test runs it: Astro would build for tests. */
export function outsideVitest(content: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => name !== 'NODE_ENV' && name !== 'TEST' && !/^VITE(?:ST)?(?:_|$)/.test(name),
  )
  return { ...Object.fromEntries(own), CONTENT_DIR: content, ASTRO_TELEMETRY_DISABLED: '1' }
}
