/**
 * Installs the packages when they are missing or are not the ones that
 * package-lock.json names.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import {
  compileElsewhere,
  isPlainPath,
  NODE_PACKAGE,
  removeLeftovers,
  SQLITE_BUILT,
} from './compile-sqlite.mjs'
import { PROJECT_NODE, ROOT, run, stop } from './run.mjs'

const LEAST_NODE = 20

/** Refuses a system that nobody has tried, and a Node that is too old to run npm and the tasks. */
function requireNode() {
  if (process.platform === 'win32') {
    stop(
      'Glasshouse runs on Linux and on macOS. On Windows, run the same command in WSL, in a clone that was made there.',
    )
  }
  const major = Number.parseInt(process.versions.node, 10)
  if (major >= LEAST_NODE) return
  stop(
    `Glasshouse needs Node ${LEAST_NODE} or newer to install itself; this is Node ${process.versions.node}. ` +
      'Install a newer one from https://nodejs.org, then run the same command again.',
  )
}

/**
 * Runs `npm ci` unless the right packages are there, and sees that the
 * project's Node runs. Tests need the development packages as well.
 */
export async function installIfNeeded(phases, { development = false } = {}) {
  requireNode()
  if (!isInstalled(development)) await install(phases, development)
  if (!isInstalled(development)) {
    stop(
      'npm ci ended well, but Node or SQLite is missing from node_modules. ' +
        'Their install scripts did not run: see that npm is not set to ignore-scripts.',
    )
  }
  const problem = whyNodeDoesNotRun()
  if (problem) stop(problem)
}

/** A sentence where the project's own Node cannot be run on this machine, or nothing. */
export function whyNodeDoesNotRun(node = PROJECT_NODE) {
  const { error, status } = spawnSync(node, ['--version'], { stdio: 'ignore' })
  if (!error && status === 0) return null
  return (
    `The Node that this project brings (${node}) does not run here. It is made for Linux with glibc, ` +
    'for macOS and for Windows: on Alpine and others with musl, use an image with Debian, such as node:24-slim. ' +
    'Where node_modules came from another machine, remove it and run the same command again.'
  )
}

/** Whether node_modules holds each package that the lock file names, in its version. */
export function isInstalled(development, root = ROOT) {
  const wanted = readLock(`${root}package-lock.json`)
  const found = readLock(`${root}node_modules/.package-lock.json`)
  if (!wanted || !found || !nativePartsAreThere(root)) return false

  return Object.entries(wanted).every(([path, entry]) => {
    // Packages for other platforms are optional, and so are not here.
    const mayBeMissing =
      path === '' || entry.optional || entry.devOptional || (entry.dev && !development)
    return mayBeMissing || found[path]?.version === entry.version
  })
}

function readLock(path) {
  if (!existsSync(path)) return null
  return JSON.parse(readFileSync(path, 'utf8')).packages
}

// Install scripts bring both; an installation without scripts looks complete and is not.
function nativePartsAreThere(root) {
  return ['node_modules/.bin/node', SQLITE_BUILT].every((path) => existsSync(root + path))
}

// Install scripts take minutes more, so they are a phase of their own.
async function install(phases, development) {
  const packages = [
    ...howToInstall(development, isInstalled(false)),
    ...['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
  ]
  await phase(phases, 'packages', 40, (options) => runNpm(packages, options))
  const isCompiled = existsSync(`${ROOT}${SQLITE_BUILT}`)
  await phase(phases, isCompiled ? 'Node' : 'SQLite', isCompiled ? 10 : 120, runInstallScripts)
}

/** How npm is told which packages: what serves the course needs none of those that test it. */
export function howToInstall(development, isServing) {
  if (!development) return ['ci', '--omit=dev']
  // They are added: `npm ci` would throw away what is there, and SQLite would be compiled once more.
  return isServing ? ['install', '--no-save', '--include=dev'] : ['ci', '--include=dev']
}

async function phase(phases, name, usual, work) {
  let complaints = ''
  const keep = (text) => (complaints += text)
  const code = await phases.run(name, { usual }, ({ onOutput }) =>
    work({ onOutput, onErrorOutput: keep }),
  )
  if (code !== 0) stop(whyInstallFailed(complaints, missingTools()))
}

/** Of the packages that package.json allows to; the project's Node is one of them, and must be there first. */
async function runInstallScripts(options) {
  const { allowScripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'))
  const others = Object.keys(allowScripts).filter((name) => name !== 'sqlite3')
  const code = await runNpm(['rebuild', ...others], options)
  if (code !== 0) return code
  return existsSync(`${ROOT}${SQLITE_BUILT}`) ? 0 : compileSqlite(options)
}

async function compileSqlite(options) {
  // A compiler's helper cuts a path at its first space.
  const code = isPlainPath(ROOT)
    ? await runNpm(['rebuild', 'sqlite3'], { ...options, env: nodeHeaders() })
    : await compileElsewhere({ runNpm, ...options })
  if (code === 0) removeLeftovers()
  return code
}

function runNpm(args, { env, ...options }) {
  const [command, ...first] = npm()
  return run(command, [...first, ...args], { ...options, env: { ...env, ...process.env } }).catch(
    (error) => stop(`npm could not be started: ${error.message}.`),
  )
}

/**
 * Node's headers, for compiling SQLite. They come with the `node` package;
 * without this the compiler's helper would fetch them from elsewhere.
 */
function nodeHeaders() {
  if (process.platform === 'win32') return {}
  return { npm_config_nodedir: `${ROOT}${NODE_PACKAGE}` }
}

// The npm that runs this task, on its own Node: node_modules/.bin/node is about to be replaced.
function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  return script && node && basename(script) === 'npm-cli.js' ? [node, script] : ['npm']
}

/** One sentence for what `npm ci` wrote before it failed. */
export function whyInstallFailed(complaints, missing) {
  const inCompiler = /node-gyp|gyp ERR|node_modules\/sqlite3/.test(complaints)
  if (inCompiler && missing.length > 0) {
    return (
      `SQLite is compiled during installation, and this machine has no ${missing.join(', no ')}. ` +
      'It takes python3, make and g++: on Debian or Ubuntu, apt-get install python3 make g++. ' +
      'Then run the same command again.'
    )
  }
  if (inCompiler) return 'SQLite could not be compiled; the lines above from node-gyp say why.'
  if (/EUSAGE|in sync/.test(complaints)) {
    return 'package.json and package-lock.json do not agree. Run npm install, and look at what it changes.'
  }
  return 'npm ci failed; its lines above say why. Run the same command again when that is put right.'
}

function missingTools() {
  const compilers = ['g++', 'c++', 'clang++']
  const tools = ['python3', 'make'].filter((tool) => !isOnPath(tool))
  return compilers.some(isOnPath) ? tools : [...tools, 'g++']
}

function isOnPath(tool) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
