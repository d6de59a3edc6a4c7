import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { copyFile, link, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

// WebAssembly too: a database of 688 KB travels as 291.
const TEXT = /\.(?:html|css|js|svg|xml|json|txt|wasm|webmanifest)$/
const TOO_SMALL_TO_GAIN = 256
const AT_ONCE = 4
/** What a build has compressed, beside the folder that is served: it is written last. */
const LIST = 'compressed.json'

/**
 * A lesson and all that it brings are made as small as they can be. The others are many, and asked for
 * by few: a fiftieth of the time makes them a sixth larger.
 */
const ALL_THAT_CAN_BE = constants.BROTLI_MAX_QUALITY
const FAST = 5
const FOR_FEW = /^(?:source|recordings|decisions|teach|print)\//
/** Another library would make other bytes of the same ones. */
const MADE_BY = `brotli ${process.versions.brotli}, zlib ${process.versions.zlib}`

/**
 * Writes `page.html.br` and `page.html.gz` beside each text file, so that no
 * request waits for it. What a build beside this one has compressed of the same
 * bytes is linked: that is most of the work of a build.
 */
export async function compressStaticFiles(directory) {
  const folder = directory.replace(/[\\/]$/, '')
  const known = listsBeside(folder)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && TEXT.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  const list = {}
  // As many at once as Node has threads for it.
  const next = files.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const file of next) {
        const made = await compressFile(folder, file, known)
        if (made) list[made.key] = { file, sizes: made.sizes }
      }
    }),
  )
  await writeFile(join(dirname(folder), LIST), JSON.stringify(list))
}

/** By what was compressed and how, where each other build has it: `dist/ANOTHER` beside `dist/THIS`. */
function listsBeside(folder) {
  const build = dirname(folder)
  const known = new Map()
  for (const list of globSync(join(dirname(build), '*', LIST))) {
    if (dirname(list) === build) continue
    for (const [key, { file, sizes }] of Object.entries(readList(list)))
      known.set(key, { path: join(dirname(list), 'client', file), sizes })
  }
  return known
}

/** Somebody else may take that build away, now as well. */
function readList(list) {
  try {
    return JSON.parse(readFileSync(list, 'utf8'))
  } catch {
    return {}
  }
}

async function compressFile(folder, file, known) {
  const path = join(folder, file)
  const content = await readFile(path)
  if (content.byteLength < TOO_SMALL_TO_GAIN) return null
  const quality = FOR_FEW.test(file) ? FAST : ALL_THAT_CAN_BE
  const key = createHash('sha256').update(`${MADE_BY}, ${quality}\0`).update(content).digest('hex')
  const other = known.get(key)
  if (other && (await takeFrom(other, path))) return { key, sizes: other.sizes }
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
  }
  const br = await promisify(brotliCompress)(content, { params })
  const gz = await promisify(gzip)(content, { level: 9 })
  await writeFile(`${path}.br`, br)
  await writeFile(`${path}.gz`, gz)
  return { key, sizes: [br.byteLength, gz.byteLength] }
}

/** Whether the other build still has both, whole. */
async function takeFrom({ path, sizes }, own) {
  for (const [index, ending] of ['.br', '.gz'].entries()) {
    const isThere = await linkOrCopy(path + ending, own + ending)
    if (isThere && (await stat(own + ending)).size === sizes[index]) continue
    // Not to be written into: what is linked is the other build’s as well.
    await Promise.all(['.br', '.gz'].map((each) => rm(own + each, { force: true })))
    return false
  }
  return true
}

/** Some file systems know no links. */
async function linkOrCopy(from, to) {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (error.code === 'ENOENT') return false
    return copyFile(from, to).then(
      () => true,
      () => false,
    )
  }
}
