import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** One name in a folder. */
export interface FolderEntry {
  readonly name: string
  readonly isFolder: boolean
}

/** Files by their paths, wherever they come from. */
export interface Files {
  /** What stands in a file, or `null` where there is none. */
  text(path: string): string | null
  /** Its lines; none where there is no file. */
  lines(path: string): readonly string[]
  /** What is in a folder, by name; nothing where there is none. */
  entries(folder: string): readonly FolderEntry[]
}

/**
 * The files of the project as text. Each is read once, since lessons and
 * recordings name the same few over and over; one that has changed is to be
 * forgotten, and is read again when somebody asks.
 */
export class ProjectFiles implements Files {
  /** Paths count from here. */
  readonly root: string
  readonly #texts = new Map<string, string | null>()
  readonly #lines = new Map<string, readonly string[]>()

  constructor(root: string) {
    this.root = root
  }

  /** What stands in a file, or `null` where there is none; a folder holds no text. */
  text(path: string): string | null {
    const known = this.#texts.get(path)
    if (known !== undefined) return known
    const file = join(this.root, path)
    const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() ?? false
    const text = isFile ? readFileSync(file, 'utf8') : null
    this.#texts.set(path, text)
    return text
  }

  /** Its lines; none where there is no file. */
  lines(path: string): readonly string[] {
    const known = this.#lines.get(path)
    if (known) return known
    const text = this.text(path)
    const lines = text === null ? [] : text.split(/\r?\n/)
    this.#lines.set(path, lines)
    return lines
  }

  /** What is in a folder now, by name; nothing where there is none. It is looked for each time. */
  entries(folder: string): readonly FolderEntry[] {
    const path = join(this.root, folder)
    if (!existsSync(path)) return []
    return readdirSync(path, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  forget(path: string): void {
    this.#texts.delete(path)
    this.#lines.delete(path)
  }
}
