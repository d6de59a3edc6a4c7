/** The lines that were typed in this browser. What holds a password is not kept. */
const KEY = 'glasshouse-prompt-lines'
const TYPED = 'glasshouse-prompt-typed'
const MOST = 200
const LONGEST = 4_000

export class History {
  #lines: readonly string[] = readLines()
  #at: number | null = null
  #draft = ''

  keep(line: string): void {
    this.#at = null
    if (line === '' || line.length > LONGEST || /password/i.test(line)) return
    this.#lines = [...this.#lines.filter((one) => one !== line), line].slice(-MOST)
    write(KEY, JSON.stringify(this.#lines))
  }

  /** The line before, or the one after, or `null` where there is none. `typed` is what stands there now. */
  move(by: -1 | 1, typed: string): string | null {
    const from = this.#at ?? this.#lines.length
    if (this.#at === null) this.#draft = typed
    const at = from + by
    if (at < 0 || at > this.#lines.length) return null
    this.#at = at === this.#lines.length ? null : at
    return this.#lines[at] ?? this.#draft
  }
}

/** A line that took its page along is offered again, and not run. */
export const keepTyped = (line: string): void => {
  if (!/password/i.test(line)) write(TYPED, line.slice(0, LONGEST))
}

export const forgetTyped = (): void => write(TYPED, null)

export const typedBefore = (): string | null => readItem(TYPED)

function readLines(): readonly string[] {
  try {
    const lines: unknown = JSON.parse(readItem(KEY) ?? '[]')
    return Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : []
  } catch {
    return []
  }
}

// A browser may keep nothing: then there is no history.
function readItem(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // What is not kept is typed again.
  }
}
