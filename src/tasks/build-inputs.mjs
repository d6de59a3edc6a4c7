/**
 * Knows whether `dist` was built from the files that are here now. A hash over
 * all that goes into the build is kept beside it.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { ROOT } from './run.mjs'

const INPUTS = [
  'src',
  'content',
  'migrations',
  'public',
  'astro.config.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]
const STAMP = 'dist/.inputs'

/** A hash of everything that the build reads. */
export function hashBuildInputs(root = ROOT) {
  const hash = createHash('sha256')
  for (const path of INPUTS.flatMap((input) => filesIn(root, input))) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(root + path))
      .update('\0')
  }
  return hash.digest('hex')
}

export function isBuildCurrent(root = ROOT) {
  if (!existsSync(root + STAMP)) return false
  return readFileSync(root + STAMP, 'utf8') === hashBuildInputs(root)
}

/** Call before a build: one that is interrupted must not look finished. */
export function forgetBuild(root = ROOT) {
  rmSync(root + STAMP, { force: true })
}

/** Call after a build, with the hash of what was there before it. */
export function stampBuild(hash, root = ROOT) {
  writeFileSync(root + STAMP, hash)
}

function filesIn(root, path) {
  const stat = statSync(root + path, { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [path]
  return readdirSync(root + path)
    .sort()
    .flatMap((name) => filesIn(root, `${path}/${name}`))
}
