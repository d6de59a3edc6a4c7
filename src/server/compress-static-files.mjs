import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const TEXT = /\.(?:html|css|js|svg|xml|json|txt|webmanifest)$/
const TOO_SMALL_TO_GAIN = 256
const AT_ONCE = 4

/** Writes `page.html.br` and `page.html.gz` beside each text file, so that no request waits for it. */
export async function compressStaticFiles(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && TEXT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  // As many at once as Node has threads for it.
  const next = files.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const file of next) await compressFile(file)
    }),
  )
}

async function compressFile(file) {
  const content = await readFile(file)
  if (content.byteLength < TOO_SMALL_TO_GAIN) return
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength }
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }))
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }))
}
