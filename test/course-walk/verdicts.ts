/** What a walk finds: each thing that was tried is counted once, as passed or as failed. */
import { isDeepStrictEqual } from 'node:util'

export interface Failure {
  /** `persons/who-comes-in` */
  readonly lesson: string
  /** `on a wide screen` */
  readonly form: string
  /** `run ana-comes-in.2` */
  readonly step: string
  readonly hoped: string
  readonly seen: string
  /** The picture that was kept of it, where there is one. */
  readonly picture: string | null
}

/** What was seen in place of what was hoped for. */
export class Unlike extends Error {
  readonly hoped: string
  readonly seen: string

  constructor(hoped: string, seen: string) {
    super(`hoped for ${hoped}, seen ${seen}`)
    this.name = 'Unlike'
    this.hoped = hoped
    this.seen = seen
  }
}

/** Throws where two things are not alike, as data. Of two with the same keys it tells those that differ. */
export function alike(hoped: object, seen: object): void {
  if (isDeepStrictEqual(hoped, seen)) return
  const keys = Object.keys({ ...hoped, ...seen })
  const others = keys.filter((key) => !isDeepStrictEqual(valueOf(hoped, key), valueOf(seen, key)))
  const only = (of: object) =>
    Array.isArray(of) ? of : Object.fromEntries(others.map((key) => [key, valueOf(of, key)]))
  throw new Unlike(JSON.stringify(only(hoped)), JSON.stringify(only(seen)))
}

const valueOf = (of: object, key: string): unknown => (of as Readonly<Record<string, unknown>>)[key]

/** Keeps a picture of the page as it is now, and answers where. */
type KeepPicture = (step: string) => Promise<string | null>

/** The verdicts on one lesson in one form. A failure ends its step, and not the walk. */
export class Verdicts {
  readonly #of: Pick<Failure, 'lesson' | 'form'>
  readonly #keepPicture: KeepPicture
  readonly failures: Failure[] = []
  /** What nobody can do in this form: no verdict, and told. */
  readonly leftOut: string[] = []
  passed = 0

  constructor(of: Pick<Failure, 'lesson' | 'form'>, keepPicture: KeepPicture) {
    this.#of = of
    this.#keepPicture = keepPicture
  }

  /** Tries one thing. Answers whether it went as it was hoped for. */
  async on(step: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act()
      this.passed += 1
      return true
    } catch (error) {
      const { hoped, seen } = toldBy(error)
      const picture = await this.#keepPicture(step)
      this.failures.push({ ...this.#of, step, hoped, seen, picture })
      return false
    }
  }
}

function toldBy(error: unknown): Pick<Failure, 'hoped' | 'seen'> {
  if (error instanceof Unlike) return { hoped: error.hoped, seen: error.seen }
  // The first lines of Playwright say what was waited for.
  const message = error instanceof Error ? error.message : String(error)
  const lines = message.split('\n').map((line) => line.trim())
  const seen = lines.filter((line) => line !== '' && !/^Call log:?$/i.test(line)).slice(0, 3)
  return { hoped: 'that it can be done', seen: seen.join(' ') }
}
