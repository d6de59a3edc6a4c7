/**
 * Knows whether the site was built from the files that are here now, for the
 * address that it has now: a hash over all that goes into the build is kept
 * beside it.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { isLeftBehind } from '../lib/left-behind.mjs'
import { contentFolder } from '../course/content-folder.mjs'
import { ROOT, stop } from './run.mjs'

const INPUTS = [
  'src',
  'migrations',
  'public',
  'astro.config.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

/**
 * A hash of everything that the build of a course reads: of the one that `CONTENT_DIR` names, or of
 * `content`. `PUBLIC_ORIGIN` is read as well: it stands in the head of each page.
 */
export function hashBuildInputs(
  root = ROOT,
  content = folderOrStop(root),
  { PUBLIC_ORIGIN = '' } = process.env,
) {
  const hash = createHash('sha256').update(`${PUBLIC_ORIGIN}\0`)
  const inputs = [...INPUTS, content]
  for (const path of inputs.flatMap((input) => filesIn(root, input))) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(root + path))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesIn(root, path) {
  const stat = statSync(root + path, { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [path]
  return readdirSync(root + path)
    .filter((name) => !isLeftBehind(name))
    .sort()
    .flatMap((name) => filesIn(root, `${path}/${name}`))
}

/** The folder of the course that is meant; a wrong `CONTENT_DIR` ends the task with a sentence. */
export function folderOrStop(root = ROOT) {
  try {
    return contentFolder(root)
  } catch (error) {
    return stop(error.message)
  }
}
