/** A prefix is a promise: what a function does for whoever calls it can be read from how its name begins. */
export interface Prefix {
  /** As a table writes them: `get…`. */
  readonly names: readonly string[]
  readonly promises: string
  /** A function of this house that keeps it, and its file. */
  readonly example: { readonly name: string; readonly file: string }
}

const prefix = (names: Prefix['names'], promises: string, name: string, file: string): Prefix => ({
  names,
  promises,
  example: { name, file: `src/${file}.ts` },
})

export const PREFIXES: readonly Prefix[] = [
  prefix(['get…'], 'the thing, or null', 'getUserByEmail', 'app/accounts/accounts'),
  prefix(
    ['get…OrThrow', 'fetch…OrThrow'],
    'the thing, or an exception: that it is missing is a bug',
    'getScoreOrThrow',
    'app/scores/scores',
  ),
  prefix(['list…'], 'an array, which may be empty', 'listScores', 'app/scores/scores'),
  prefix(
    ['change…'],
    'a changeset for a form; nothing is written',
    'changeScore',
    'app/scores/scores',
  ),
  prefix(
    ['register…', 'create…', 'update…', 'delete…'],
    'it writes, and answers with a Result',
    'updateScore',
    'app/scores/scores',
  ),
  prefix(['cast'], 'takes what came from outside', 'cast', 'changeset/cast'),
  prefix(['put…'], 'takes what the program says', 'putChange', 'changeset/changeset'),
  prefix(
    ['validate…'],
    'asks nothing but the changeset, and runs at once',
    'validateLength',
    'changeset/validate-length',
  ),
  prefix(
    ['unsafeValidate…'],
    'asks the database; the answer may be old when it is used',
    'unsafeValidateUnique',
    'changeset/unsafe-validate-unique',
  ),
  prefix(
    ['…Constraint'],
    'asks nothing; it gives a refusal of the database its words',
    'uniqueConstraint',
    'changeset/constraints',
  ),
  prefix(
    ['require…'],
    'a plug that may answer in the page’s place',
    'requireSudoMode',
    'app/web/user-auth',
  ),
  prefix(
    ['fetch…'],
    'a plug that never does: it looks something up, and hands the request on',
    'fetchCurrentScope',
    'app/web/user-auth',
  ),
  prefix(
    ['in…', 'is…', 'has…'],
    'true or false, and nothing happens',
    'isUserScope',
    'app/accounts/scope',
  ),
]

/**
 * The line on which a file defines a function. Throws where it does not: the table would promise what
 * is not there.
 */
export function lineOf({ name, file }: Prefix['example'], source: string): number {
  const lines = source.split('\n')
  const at = lines.findIndex((line) => new RegExp(`\\b(?:function|const) ${name}\\b`).test(line))
  if (at < 0) throw new Error(`The table of prefixes names ${name}, which ${file} does not define.`)
  return at + 1
}
