import { folderOrStop, hashBuildInputs } from './build-inputs.mjs'
import { forgetBuild, isBuildCurrent, makeCurrent, nextBuildFolder } from './builds.mjs'
import { bin, ROOT, runNode } from './run.mjs'

const USUAL_SECONDS = 45

/**
 * Builds the site into a folder of its own, and makes it the current one of its
 * course when it is whole: whoever serves the last one goes on with it. Answers
 * the exit code. Without `content` it is the course that `CONTENT_DIR` names.
 */
export function build(phases, content = folderOrStop(ROOT), name = 'site') {
  return phases.run(name, { usual: USUAL_SECONDS }, async ({ onOutput }) => {
    const hash = hashBuildInputs(ROOT, content)
    const folder = nextBuildFolder()
    const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', CONTENT_DIR: content }
    const code = await runNode([bin('astro'), 'build', '--outDir', folder], { env, onOutput })
    if (code === 0) makeCurrent(folder, hash, ROOT, content)
    else forgetBuild(folder)
    return code
  })
}

/** Builds unless the current build is up to date. Answers the exit code. */
export function buildIfNeeded(phases, content = folderOrStop(ROOT), name = 'site') {
  return isBuildCurrent(ROOT, content) ? Promise.resolve(0) : build(phases, content, name)
}
