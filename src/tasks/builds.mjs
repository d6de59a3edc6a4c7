/**
 * The builds in `dist`, each in a folder of its own. `dist/current` names the
 * one that `npm start` serves, and changes in one step when another is whole. A
 * server that runs keeps the folder that it was started from.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hashBuildInputs } from './build-inputs.mjs'
import { ROOT } from './run.mjs'

const DIST = 'dist/'
const CURRENT = `${DIST}current`
/** Of a folder: when it was begun, and by which process. */
const NAME = /^[\da-z]+-(?<builder>\d+)$/
/** In a folder: a file for each process that serves it, made by src/server/kept-build.ts. */
const USERS = 'used-by'

/** Where the next build goes, from the folder of package.json. */
export function nextBuildFolder(now = Date.now(), pid = process.pid) {
  return `${DIST}${now.toString(36)}-${pid}`
}

/** Where the build is that is served, from the folder of package.json. `null` where there is none. */
export function currentBuild(root = ROOT) {
  const { folder } = readCurrent(root)
  return folder && existsSync(`${root}${folder}/server/main.mjs`) ? folder : null
}

/** Whether that build was made from the files that are here now. */
export function isBuildCurrent(root = ROOT) {
  return currentBuild(root) !== null && readCurrent(root).hash === hashBuildInputs(root)
}

/**
 * Call when the build in `folder` is whole, with the hash of what was there
 * before it. From then on it is the current one. Of the others go those that
 * nobody serves, but for the last one: a server may be about to start from it.
 */
export function makeCurrent(folder, hash, root = ROOT) {
  const last = currentBuild(root)
  const draft = `${root}${CURRENT}.${process.pid}`
  writeFileSync(draft, `${folder} ${hash}\n`)
  renameSync(draft, root + CURRENT)
  for (const name of readdirSync(root + DIST)) {
    const other = DIST + name
    const builder = NAME.exec(name)?.groups.builder
    if (!builder || other === folder || other === last) continue
    if (!isServed(root + other) && !isBeingBuilt(root + other, builder)) forgetBuild(other, root)
  }
}

/** Takes a build away, as one that failed. */
export function forgetBuild(folder, root = ROOT) {
  rmSync(root + folder, { recursive: true, force: true })
}

function readCurrent(root) {
  if (!existsSync(root + CURRENT)) return {}
  const [folder, hash] = readFileSync(root + CURRENT, 'utf8')
    .trim()
    .split(' ')
  return { folder, hash }
}

function isServed(path) {
  const users = existsSync(`${path}/${USERS}`) ? readdirSync(`${path}/${USERS}`) : []
  return users.some(isAlive)
}

function isBeingBuilt(path, builder) {
  return (
    Number(builder) !== process.pid && !existsSync(`${path}/server/main.mjs`) && isAlive(builder)
  )
}

function isAlive(pid) {
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    // Another user's process is one as well.
    return error.code === 'EPERM'
  }
}
