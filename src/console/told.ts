/** What a call answers in place of a value, under the name that it has in Elixir. */
export class Told extends Error {
  override readonly name: string

  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

/** As Elixir says that no clause of a function takes this. */
export const noClause = (name: string, why: string): Told =>
  new Told('FunctionClauseError', `no function clause matching in ${name}\n\n    ${why}`)
