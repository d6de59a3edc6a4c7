/**
 * SQLite for a project in a folder that a compiler's helper cannot take, such
 * as `Kurs für Anna`: it is compiled in another one and brought here.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { ROOT, run, stop } from './run.mjs'

const PACKAGE = 'node_modules/sqlite3'
const BUILT = 'build/Release/node_sqlite3.node'

/** SQLite once it is compiled. */
export const SQLITE_BUILT = `${PACKAGE}/${BUILT}`
/** Where the `node` package keeps Node itself, with its headers. */
export const NODE_PACKAGE = `node_modules/node/node_modules/node-${process.platform}-${process.arch}`
const HEADERS = `${NODE_PACKAGE}/include`

// SQLite for browsers comes in twenty forms, of which one is used: sql-wasm-browser.
const IN_BROWSERS = 'node_modules/sql.js/dist'
const OWN_FORM = /^sql-wasm-browser\.(?:js|wasm)$/

/** What the compiler wrote and read, and other forms of SQLite: nobody needs them afterwards, and they are more than 110 MB. */
export function removeLeftovers(root = ROOT) {
  const built = readFileSync(root + SQLITE_BUILT)
  const forms = existsSync(root + IN_BROWSERS) ? readdirSync(root + IN_BROWSERS) : []
  const others = forms.filter((name) => !OWN_FORM.test(name))
  const gone = [`${PACKAGE}/build`, HEADERS, ...others.map((name) => `${IN_BROWSERS}/${name}`)]
  for (const path of gone) rmSync(root + path, { recursive: true, force: true })
  mkdirSync(dirname(root + SQLITE_BUILT), { recursive: true })
  writeFileSync(root + SQLITE_BUILT, built)
}

/** Whether make, a shell and Python all take a path for one word. */
export const isPlainPath = (path) => /^[\w/.@+:\\-]+$/.test(path)

/** Takes the file that was compiled before, where one can be had; otherwise compiles. Answers the exit code. */
export async function compileElsewhere({ runNpm, ...options }) {
  const own = ROOT + PACKAGE
  const ready = [`${ROOT}node_modules/prebuild-install/bin.js`, '-r', 'napi']
  const code = await run(process.execPath, ready, { ...options, cwd: own })
  if (code === 0 && existsSync(`${own}/${BUILT}`)) return 0

  const folder = `${realpathSync(tmpdir())}/glasshouse-sqlite-`
  if (!isPlainPath(folder)) {
    stop(
      `SQLite has to be compiled, and neither the path of this folder (${ROOT}) nor that of temporary files (${tmpdir()}) can be taken: ` +
        'each has a space or an unusual sign in it. Move this folder, for example to one named glasshouse in your home.',
    )
  }
  const place = mkdtempSync(folder)
  try {
    for (const name of ['sqlite3', 'node-addon-api'])
      cpSync(`${ROOT}node_modules/${name}`, `${place}/node_modules/${name}`, { recursive: true })
    if (existsSync(ROOT + HEADERS))
      cpSync(ROOT + HEADERS, `${place}/node/include`, { recursive: true })
    writeFileSync(`${place}/package.json`, '{"private":true}')
    const env = {
      // For what unpacks the source: Node itself takes any path.
      NODE_PATH: `${ROOT}node_modules`,
      ...(existsSync(`${place}/node`) ? { npm_config_nodedir: `${place}/node` } : {}),
    }
    // npm runs in the folder of the package.json that it is told of.
    const compiled = await runNpm(['rebuild', 'sqlite3', `--prefix=${place}`], {
      ...options,
      env,
      cwd: place,
    })
    if (compiled !== 0) return compiled
    mkdirSync(`${own}/build/Release`, { recursive: true })
    cpSync(`${place}/${SQLITE_BUILT}`, ROOT + SQLITE_BUILT)
    return 0
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
