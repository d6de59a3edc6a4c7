/**
 * Installs the packages when they are missing or are not the ones that
 * package-lock.json names.
 */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { ROOT, run, stop } from './run.mjs'

const LEAST_NODE = 20

/** Refuses a Node that is too old to run npm and the tasks. */
function requireNode() {
  const major = Number.parseInt(process.versions.node, 10)
  if (major >= LEAST_NODE) return
  stop(
    `Glasshouse needs Node ${LEAST_NODE} or newer to install itself; this is Node ${process.versions.node}. ` +
      'Install a newer one from https://nodejs.org, then run the same command again.',
  )
}

/** Runs `npm ci` unless the right packages are there. Tests need the development ones as well. */
export async function installIfNeeded({ development = false } = {}) {
  requireNode()
  if (isInstalled(development)) return

  console.log('Installing packages. The first time takes about two minutes: SQLite is compiled.')
  await install(development)
  if (isInstalled(development)) return
  stop(
    'npm ci ended well, but Node or SQLite is missing from node_modules. ' +
      'Their install scripts did not run: see that npm is not set to ignore-scripts.',
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
  const parts = ['.bin/node', 'sqlite3/build/Release/node_sqlite3.node']
  return parts.every((path) => existsSync(`${root}node_modules/${path}`))
}

async function install(development) {
  const [command, ...args] = npm()
  const include = development ? ['--include=dev'] : []
  let complaints = ''
  const code = await run(
    command,
    [...args, 'ci', ...include, '--no-audit', '--no-fund', '--loglevel=error'],
    { onErrorOutput: (text) => (complaints += text), env: { ...nodeHeaders(), ...process.env } },
  ).catch((error) => stop(`npm could not be started: ${error.message}.`))
  if (code === 0) return
  stop(whyInstallFailed(complaints, missingTools()))
}

/**
 * Node's headers, for compiling SQLite. They come with the `node` package;
 * without this the compiler's helper would fetch them from elsewhere.
 */
function nodeHeaders() {
  if (process.platform === 'win32') return {}
  const name = `node-${process.platform}-${process.arch}`
  return { npm_config_nodedir: `${ROOT}node_modules/node/node_modules/${name}` }
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
