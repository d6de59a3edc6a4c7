/**
 * A step takes a value and gives the next one: `validateRequired(['email'])` is
 * a step from changeset to changeset. Each says what it is, and is run by one
 * runner that can be replaced: to watch steps, or to leave one out.
 */

/** A line of this project: `{ file: 'src/accounts/user.ts', line: 31 }`. */
export interface Source {
  readonly file: string
  readonly line: number
}

/** What a step says of itself before it runs. */
export interface StepInfo {
  /** Names this step wherever steps are switched off or looked for: `changeset.email.format`. */
  readonly tag: string
  /** The function that made it, as the reader sees it in the source: `validateFormat`. */
  readonly name: string
  /** The fields it looks at, in the order given. */
  readonly fields: readonly string[]
  /** What it was told, ready to print: `{ max: 160 }`. Never a value that a person typed. */
  readonly options: Readonly<Record<string, unknown>>
  /** Where it was written, known only while somebody watches. */
  readonly source: Source | null
}

export interface Step<Value> {
  (value: Value): Value
  /** Missing on a plain function, which may stand in a pipe as well. */
  readonly info?: StepInfo
}

/** Runs every step. The first runner runs them and does nothing else. */
export interface StepRunner {
  /**
   * The line that is creating a step, asked once for each step. `name` is the
   * function that makes it, so that a rule of your own is found where it is
   * used, as the library's are.
   */
  origin(name: string): Source | null
  run<Value>(info: StepInfo, apply: (value: Value) => Value, value: Value): Value
}

const plainRunner: StepRunner = {
  origin: () => null,
  run: (_info, apply, value) => apply(value),
}

let runner: StepRunner = plainRunner

/** Replaces the runner of every step in this process; `null` brings the plain one back. */
export function replaceStepRunner(replacement: StepRunner | null): void {
  runner = replacement ?? plainRunner
}

/** Whether somebody watches or chooses the steps. When nobody does, a step need not say what it is. */
export const isWatched = (): boolean => runner !== plainRunner

/**
 * Makes a step of your own.
 *
 * @example
 * const upcase = step('upcase', { tag: 'text.upcase' }, (text: string) => text.toUpperCase())
 * upcase('ana')
 * // => 'ANA'
 */
export function step<Value>(
  name: string,
  {
    tag,
    fields = [],
    options = {},
  }: { tag: string } & Partial<Pick<StepInfo, 'fields' | 'options'>>,
  apply: (value: Value) => Value,
): Step<Value> {
  const info: StepInfo = { tag, name, fields, options, source: runner.origin(name) }
  const run: { (value: Value): Value; info?: StepInfo } = (value) => runner.run(info, apply, value)
  run.info = info
  return run
}
