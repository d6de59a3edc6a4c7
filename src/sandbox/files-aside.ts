/**
 * Files that nothing opens any more, kept for a while for whoever runs the
 * site: they may tell what went wrong. In other words: a quarantine.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '#lib/clock.ts'
import { nameInLog } from './name-in-log.ts'

/** However many break at once, they fill no disk. */
const MOST_KEPT = 20

export class FilesAside {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Moves a file, or a folder with all in it, and says under which name it is kept; `null` where it had to go. */
  async take(path: string, id: string, what = ''): Promise<string | null> {
    const name = `${stamp(systemClock.now())}-${nameInLog(id)}${what}`
    try {
      await mkdir(this.#directory, { recursive: true })
      await rename(path, join(this.#directory, name))
    } catch {
      // Even a name takes room, and what is broken must not stay in the way.
      await rm(path, { recursive: true, force: true })
      return null
    }
    await this.#keepNewest()
    return name
  }

  /** Takes away what came before that time. */
  async dropBefore(time: number): Promise<void> {
    await this.#drop((await this.#names()).filter((name) => name < stamp(time)))
  }

  async #keepNewest(): Promise<void> {
    await this.#drop((await this.#names()).slice(0, -MOST_KEPT))
  }

  /** The oldest first: a name begins with its time. */
  async #names(): Promise<readonly string[]> {
    const names = await readdir(this.#directory).catch(() => [])
    return names.toSorted()
  }

  async #drop(names: readonly string[]): Promise<void> {
    for (const name of names)
      await rm(join(this.#directory, name), { recursive: true, force: true })
  }
}

const stamp = (time: number) => new Date(time).toISOString().replaceAll(':', '-')
