import { hashBuildInputs } from './build-inputs.mjs'
import { forgetBuild, isBuildCurrent, makeCurrent, nextBuildFolder } from './builds.mjs'
import { bin, runNode } from './run.mjs'

/**
 * Builds the site into a folder of its own, and makes it the current one when
 * it is whole: whoever serves the last one goes on with it. Answers the exit
 * code. `options` are those of `run`.
 */
export async function build(options = {}) {
  const hash = hashBuildInputs()
  const folder = nextBuildFolder()
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' }
  const code = await runNode([bin('astro'), 'build', '--outDir', folder], { env, ...options })
  if (code === 0) makeCurrent(folder, hash)
  else forgetBuild(folder)
  return code
}

/** Builds unless the current build is up to date. Answers the exit code. */
export async function buildIfNeeded(options) {
  if (isBuildCurrent()) return 0
  console.log('Building the site.')
  return build(options)
}
