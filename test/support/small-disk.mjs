/** A disk of some megabytes, to be filled: a tmpfs, where this user may mount one. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Mounts one. Call `remove` when nothing uses it any more.
 *
 * @param {number} megabytes
 */
export function mountSmallDisk(megabytes) {
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-disk-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'glasshouse', folder], {
      stdio: 'pipe',
    })
  } catch (error) {
    removeFolder()
    throw error
  }
  return {
    folder,
    remove: () => {
      // Whoever has a file open on it still may finish: it leaves the tree at once.
      execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' })
      removeFolder()
    },
  }
}

/** Why no such disk can be had here, or `null` where one can. */
export function whyNoSmallDisk() {
  if (process.platform !== 'linux') return `no tmpfs on ${process.platform}`
  try {
    mountSmallDisk(1).remove()
    return null
  } catch (error) {
    const said = String(error.stderr ?? error.message)
      .trim()
      .split('\n', 1)[0]
    return `no tmpfs can be mounted here: ${said}`
  }
}
