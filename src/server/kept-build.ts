import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Marks a build as one that this process serves: until it ends, the next builds
 * (src/tasks/builds.mjs) leave the folder where it is.
 */
export function keepBuild(folder: string): void {
  const mark = join(folder, 'used-by', String(process.pid))
  try {
    mkdirSync(join(folder, 'used-by'), { recursive: true })
    writeFileSync(mark, '')
  } catch {
    // Whoever may not write there may serve it all the same.
    return
  }
  process.once('exit', () => rmSync(mark, { force: true }))
}
