import { forgetBuild, hashBuildInputs, isBuildCurrent, stampBuild } from './build-inputs.mjs'
import { bin, runNode } from './run.mjs'

/** Builds the site into `dist`. Answers the exit code. `options` are those of `run`. */
export async function build(options = {}) {
  const hash = hashBuildInputs()
  forgetBuild()
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' }
  const code = await runNode([bin('astro'), 'build'], { env, ...options })
  if (code === 0) stampBuild(hash)
  return code
}

/** Builds unless `dist` is up to date. Answers the exit code. */
export async function buildIfNeeded(options) {
  if (isBuildCurrent()) return 0
  console.log('Building the site.')
  return build(options)
}
