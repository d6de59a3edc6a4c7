/**
 * Loaded before a server (`--import`), so that a test can have the system say
 * no: the file named by FAILING_FILES holds what fails, as `copyFile ENOSPC`.
 */
import { existsSync, readFileSync } from 'node:fs'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

for (const name of ['copyFile', 'readFile']) {
  const real = promises[name]
  promises[name] = (...given) => {
    const [wanted, code] = failing()
    if (wanted !== name) return real(...given)
    return Promise.reject(Object.assign(new Error(`${code}: told to`), { code }))
  }
}
syncBuiltinESMExports()

function failing() {
  const file = process.env.FAILING_FILES
  return file && existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ') : []
}
