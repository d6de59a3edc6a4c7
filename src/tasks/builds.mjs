/**
 * The builds in `dist`, each in a folder of its own. `dist/current` names the
 * one that `npm start` serves, and changes in one step when another is whole. A
 * server that runs keeps the folder that it was started from. Each course has
 * its own: of `CONTENT_DIR=our-course`, `dist/current.our-course` names it.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { folderOrStop, hashBuildInputs } from './build-inputs.mjs'
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
export function currentBuild(root = ROOT, content = folderOrStop(root)) {
  const { folder } = readCurrent(root, currentOf(content))
  return folder && existsSync(`${root}${folder}/server/main.mjs`) ? folder : null
}

/** Whether that build was made from the files that are here now. */
export function isBuildCurrent(root = ROOT, content = folderOrStop(root)) {
  const { hash } = readCurrent(root, currentOf(content))
  return currentBuild(root, content) !== null && hash === hashBuildInputs(root, content)
}

/**
 * Call when the build in `folder` is whole, with the hash of what was there
 * before it. From then on it is the current one of its course. Of the others go
 * those that nobody serves, but for the last ones: a server may be about to start
 * from it.
 */
export function makeCurrent(folder, hash, root = ROOT, content = folderOrStop(root)) {
  const current = currentOf(content)
  const last = currentBuild(root, content)
  const draft = `${root}${DIST}draft.${process.pid}`
  writeFileSync(draft, `${folder} ${hash}\n`)
  renameSync(draft, root + current)
  const kept = [last, ...currentFolders(root)]
  for (const name of readdirSync(root + DIST)) {
    const other = DIST + name
    const builder = NAME.exec(name)?.groups.builder
    if (!builder || kept.includes(other)) continue
    if (!isServed(root + other) && !isBeingBuilt(root + other, builder)) forgetBuild(other, root)
  }
}

/** Takes a build away, as one that failed. */
export function forgetBuild(folder, root = ROOT) {
  rmSync(root + folder, { recursive: true, force: true })
}

/** The file that names the current build of a course. */
const currentOf = (content) =>
  content === 'content' ? CURRENT : `${CURRENT}.${content.replaceAll('/', '-')}`

/** The current builds of all courses. */
const currentFolders = (root) =>
  readdirSync(root + DIST)
    .filter((name) => `${DIST}${name}` === CURRENT || `${DIST}${name}`.startsWith(`${CURRENT}.`))
    .map((name) => readCurrent(root, DIST + name).folder)

function readCurrent(root, current) {
  if (!existsSync(root + current)) return {}
  const [folder, hash] = readFileSync(root + current, 'utf8')
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
