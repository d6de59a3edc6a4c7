/**
 * Files in memory. Each is read whole when it is first asked for, so that no
 * reader who leaves, or who is slow, holds a descriptor; what nobody has asked
 * for longest makes room. In other words: a cache.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

export interface KeptFile {
  readonly content: Buffer
  /** The same for the same content, whenever it was built. */
  readonly etag: string
}

export class KeptFiles {
  readonly #most: number
  readonly #kept = new Map<string, KeptFile>()
  readonly #reading = new Map<string, Promise<KeptFile>>()
  #bytes = 0

  /** Keeps up to `most` bytes. */
  constructor(most: number) {
    this.#most = most
  }

  /** Bytes that are kept. */
  get bytes(): number {
    return this.#bytes
  }

  /** Rejects with Node's error where the file cannot be read; the next who asks tries again. */
  async read(path: string): Promise<KeptFile> {
    const file = this.#kept.get(path)
    if (!file) return this.#readOnce(path)
    // Whoever was asked for last stands last.
    this.#kept.delete(path)
    this.#kept.set(path, file)
    return file
  }

  /** However many ask at the same moment, the file is opened once. */
  #readOnce(path: string): Promise<KeptFile> {
    const known = this.#reading.get(path)
    if (known) return known
    const reading = this.#readAndKeep(path).finally(() => this.#reading.delete(path))
    this.#reading.set(path, reading)
    return reading
  }

  async #readAndKeep(path: string): Promise<KeptFile> {
    const content = await readFile(path)
    const hash = createHash('sha256').update(content).digest('base64url')
    const file = Object.freeze({ content, etag: `"${hash.slice(0, 22)}"` })
    this.#kept.set(path, file)
    this.#bytes += content.byteLength
    for (const [oldest, { content: old }] of this.#kept) {
      if (this.#bytes <= this.#most) break
      this.#kept.delete(oldest)
      this.#bytes -= old.byteLength
    }
    return file
  }
}
