/**
 * The disk under DATA_DIR: how much of it is left, whether it takes a byte, and
 * a reserve that is dropped where there is no room even for tidying up.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, statfsSync, type StatsFs } from 'node:fs'
import { open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MEBIBYTE } from '#lib/bytes.ts'
import { SECOND } from '#lib/duration.ts'
import { errorCode } from '#lib/error-code.ts'
import { inTime } from '#lib/in-time.ts'
import type { DiskRoom } from '#sandbox/sandbox.ts'

/** A database that grows takes a page or two; its log takes more. */
const LEAST_BYTES = MEBIBYTE
/** Enough for the site's own database to note what has ended. */
const RESERVE_BYTES = MEBIBYTE
/** A reserve is made where it is a small part of what is left. */
const ROOM_FOR_RESERVE = 8 * RESERVE_BYTES
/** As much as a database takes at once when it grows. */
const TEST_BYTES = 4_096
const ANSWERS_WITHIN = 2 * SECOND

type StatFs = (path: string) => Pick<StatsFs, 'bavail' | 'bsize' | 'blocks'>

interface Options {
  readonly statfs?: StatFs
  readonly sign?: string
}

/** The disk on which a folder lies. */
export class Disk implements DiskRoom {
  readonly #folder: string
  readonly #statfs: StatFs
  readonly #sign: string
  #testing: Promise<string | null> | null = null
  #said: string | null = null
  #testedAt = -Infinity

  /** `sign` names a file that lies in the folder for as long as that is in use. */
  constructor(folder: string, { statfs = statfsSync, sign = '' }: Options = {}) {
    this.#folder = folder
    this.#statfs = statfs
    this.#sign = join(folder, sign)
  }

  /** Whether there is no room left. Asked when something could not be written, and of no other request. */
  isFull(): boolean {
    return this.left() < LEAST_BYTES
  }

  /** A disk that is taken away leaves its place behind, which is empty, and may well be written. */
  isThere(): boolean {
    return existsSync(this.#sign)
  }

  left(): number {
    return this.#ask()?.left ?? Infinity
  }

  size(): number {
    return this.#ask()?.size ?? Infinity
  }

  /**
   * Writes to the disk, and takes it away again: `null` where that went well,
   * else what the system said, as in `ENOSPC`. The disk is asked at most once a
   * second, however many ask here.
   */
  writeTestByte(): Promise<string | null> {
    const now = performance.now()
    if (this.#testing && now - this.#testedAt < SECOND) return this.#testing
    this.#testedAt = now
    const writing = this.isThere()
      ? writeAndRemove(join(this.#folder, 'test-byte'))
      : Promise.reject(Object.assign(new Error('The disk is away.'), { code: 'ENOENT' }))
    this.#testing = inTime(writing, ANSWERS_WITHIN, noAnswer).then(
      () => null,
      (error: unknown) => errorCode(error) || 'UNKNOWN',
    )
    void this.#testing.then((said) => (this.#said = said))
    return this.#testing
  }

  /** The same for whoever does not wait: what the last test said, while the next is on its way. */
  get trouble(): string | null {
    void this.writeTestByte()
    return this.#said
  }

  async keepReserve(): Promise<void> {
    const isThere = await stat(this.#reserve).then(
      ({ size }) => size === RESERVE_BYTES,
      () => false,
    )
    if (isThere || this.left() < ROOM_FOR_RESERVE) return
    const draft = `${this.#reserve}.draft`
    try {
      // Zeros take no room on a disk that packs what it keeps.
      await writeFile(draft, randomBytes(RESERVE_BYTES))
      await rename(draft, this.#reserve)
    } catch {
      await rm(draft, { force: true })
    }
  }

  dropReserve(): Promise<void> {
    return rm(this.#reserve, { force: true })
  }

  get #reserve(): string {
    return join(this.#folder, 'reserve')
  }

  #ask(): { readonly left: number; readonly size: number } | null {
    try {
      const { bavail, bsize, blocks } = this.#statfs(this.#folder)
      return { left: bavail * bsize, size: blocks * bsize }
    } catch {
      return null
    }
  }
}

// A page that is there already could be written anew on a full disk: each time it is a new one.
async function writeAndRemove(file: string): Promise<void> {
  await rm(file, { force: true })
  try {
    const handle = await open(file, 'wx')
    try {
      await handle.writeFile(Buffer.alloc(TEST_BYTES, 1))
      await handle.datasync()
    } finally {
      await handle.close()
    }
  } finally {
    await rm(file, { force: true })
  }
}

/** A disk that is far away may never answer. */
const noAnswer = () => Object.assign(new Error('The disk does not answer.'), { code: 'ETIMEDOUT' })
