import { globSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompressSync, constants, gunzipSync, gzip } from 'node:zlib'

// WebAssembly too: a database of 688 KB travels as 291.
const TEXT = /\.(?:html|css|js|svg|xml|json|txt|wasm|webmanifest)$/
const TOO_SMALL_TO_GAIN = 256
const AT_ONCE = 4

/**
 * Writes `page.html.br` and `page.html.gz` beside each text file, so that no
 * request waits for it. What another build beside this one has compressed of
 * the same bytes is copied: that is most of the work of a build.
 */
export async function compressStaticFiles(directory) {
  const others = buildsBeside(directory)
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && TEXT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  // As many at once as Node has threads for it.
  const next = files.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const file of next) await compressFile(file, relative(directory, file), others)
    }),
  )
}

/** The same folder in other builds: `dist/ANOTHER/client` beside `dist/THIS/client`. */
function buildsBeside(directory) {
  const build = dirname(directory)
  return globSync(join(dirname(build), '*', basename(directory))).filter(
    (other) => relative(other, directory) !== '',
  )
}

async function compressFile(file, path, others) {
  const content = await readFile(file)
  if (content.byteLength < TOO_SMALL_TO_GAIN) return
  for (const other of others) if (await copyFrom(join(other, path), content, file)) return
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength }
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }))
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }))
}

/** Whether the other build has both, of these bytes: one that is being made may have half of them. */
async function copyFrom(other, content, file) {
  try {
    const [br, gz] = await Promise.all(['.br', '.gz'].map((ending) => readFile(other + ending)))
    if (!brotliDecompressSync(br).equals(content) || !gunzipSync(gz).equals(content)) return false
    await writeFile(`${file}.br`, br)
    await writeFile(`${file}.gz`, gz)
    return true
  } catch {
    return false
  }
}
