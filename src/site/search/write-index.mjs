/** Makes Pagefind's index of a list of records, as files that a browser asks for piece by piece. */
import { globSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { packed } from './packed.ts'

/** Boxes and buttons of Pagefind's: the page has its own. */
const NOT_USED = /-ui\.|highlight/
const ENTRY = 'pagefind-entry.json'

/**
 * Writes below `/pagefind/INDEX/`, so that another list has another address, and a browser may keep
 * each for good. What another build beside this one has made of the same list is copied. Answers
 * why there is no index, or `null`: without one the server searches.
 */
export async function writeIndex(folder, { records, index, language }) {
  const own = join(folder, 'pagefind', index)
  const builds = join(dirname(dirname(folder.replace(/[\\/]$/, ''))), '*')
  const made = globSync(join(builds, basename(folder), 'pagefind', index, ENTRY))[0]
  if (made) {
    await cp(dirname(made), own, { recursive: true, filter: (file) => !/\.(?:br|gz)$/.test(file) })
    return null
  }
  try {
    const files = await filesOf(records, language)
    const write = ({ path, content }) => writeBelow(own, path, content)
    await Promise.all(files.filter(({ path }) => path !== ENTRY).map(write))
    // The last: where it is, the others are.
    for (const file of files) if (file.path === ENTRY) await write(file)
    return null
  } catch (error) {
    // Pagefind comes as a program, and not for every machine.
    return error.message.split('\n', 1)[0]
  }
}

async function filesOf(records, language) {
  const { createIndex, close } = await import('pagefind')
  try {
    const { index, errors } = await createIndex({
      forceLanguage: language,
      includeCharacters: '_',
    })
    refuse(errors)
    const added = await Promise.all(
      records.map((record) => index.addCustomRecord({ ...packed(record), language })),
    )
    refuse(added.flatMap((one) => one.errors))
    const { files, errors: untold } = await index.getFiles()
    refuse(untold)
    return files.filter(({ path }) => !NOT_USED.test(path))
  } finally {
    await close().catch(() => undefined)
  }
}

function refuse(errors) {
  if (errors.length > 0) throw new Error(errors.join(' '))
}

async function writeBelow(folder, path, content) {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}
