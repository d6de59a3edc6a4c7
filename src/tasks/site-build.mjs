import { hashBuildInputs } from './build-inputs.mjs'
import { forgetBuild, isBuildCurrent, makeCurrent, nextBuildFolder } from './builds.mjs'
import { bin, runNode } from './run.mjs'

const USUAL_SECONDS = 45

/**
 * Builds the site into a folder of its own, and makes it the current one when
 * it is whole: whoever serves the last one goes on with it. Answers the exit
 * code.
 */
export function build(phases) {
  return phases.run('site', { usual: USUAL_SECONDS }, async ({ onOutput }) => {
    const hash = hashBuildInputs()
    const folder = nextBuildFolder()
    const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' }
    const code = await runNode([bin('astro'), 'build', '--outDir', folder], { env, onOutput })
    if (code === 0) makeCurrent(folder, hash)
    else forgetBuild(folder)
    return code
  })
}

/** Builds unless the current build is up to date. Answers the exit code. */
export function buildIfNeeded(phases) {
  return isBuildCurrent() ? Promise.resolve(0) : build(phases)
}
