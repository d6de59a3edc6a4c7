import { Mistakes, type Mistake } from './mistake.ts'

interface Kept {
  readonly made: readonly unknown[]
  readonly value: unknown
  readonly mistakes: readonly Mistake[]
}

/**
 * What was read before, with the mistakes that were found on the way. A course
 * is read anew at each save of its author; what a save does not touch is here.
 */
export class Remembered {
  readonly #kept = new Map<string, Kept>()

  /**
   * The value of before, where it was made from the same things; else a new one. `make` is given
   * what collects its mistakes; either way they are told to `mistakes`.
   */
  take<Value>(
    name: string,
    from: readonly unknown[],
    mistakes: Mistakes,
    make: (own: Mistakes) => Value,
  ): Value {
    const before = this.#kept.get(name)
    const kept = before && areSame(before.made, from) ? before : keep(from, make)
    this.#kept.set(name, kept)
    for (const mistake of kept.mistakes) mistakes.add(mistake.file, mistake.kind, mistake, mistake)
    // It is asked for by the name that it was made under.
    return kept.value as Value
  }
}

function keep(made: readonly unknown[], make: (own: Mistakes) => unknown): Kept {
  const own = new Mistakes()
  const value = make(own)
  return { made, value, mistakes: own.all }
}

const areSame = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((each, index) => Object.is(each, b[index]))
