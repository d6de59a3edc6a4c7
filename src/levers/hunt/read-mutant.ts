/** Reads the patches of the faults from their folder, and the files that they are about. For whoever builds. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyPatch, readPatch, type Patch } from './patch.ts'

const FOLDER = 'src/levers/hunt/mutants'

/** The patch of a mutant. Throws a sentence that names it where there is none, or it is none. */
export const patchOf = (root: string, name: string): Patch =>
  named(name, () => readPatch(readFileSync(join(root, FOLDER, `${name}.patch`), 'utf8')))

/** The file with the fault in it. Throws a sentence where the patch does not fit it any more. */
export function patched(root: string, name: string): string {
  const patch = patchOf(root, name)
  return named(name, () => applyPatch(patch, readFileSync(join(root, patch.file), 'utf8')))
}

function named<Value>(name: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`${FOLDER}/${name}.patch ${why}`, { cause: error })
  }
}
