/**
 * How a run shows each fault: in which runs one sees that something is not as
 * it should be, and what one sees there. It is asked about runs of a house with
 * that fault alone, and says the end of a sentence: “Run 3 shows it: …”.
 */
import { splitPersona } from '#http/links.ts'
import { MINUTE, inWords, parseDuration } from '#lib/duration.ts'
import { capital } from '#lib/capital.ts'
import { isSwitchedOff } from '#trace/layers-off.ts'
import { strangersIn } from '#trace/strangers.ts'
import { isMap, type Json, type Trace, type TraceStep } from '#trace/trace-step.ts'

/** `runs` are all that are kept, the oldest first. */
type Shows = (run: Trace, runs: readonly Trace[]) => string | null

/** What a run shows of the fault of this name, or `null`. */
export const evidenceOf = (fault: string, run: Trace, runs: readonly Trace[]): string | null =>
  EVIDENCE[fault]?.(run, runs) ?? null

/** The faults that a run can show. A test compares them with those that there are. */
export const shownFaults = (): readonly string[] => Object.keys(EVIDENCE)

const ran = ({ outcome }: TraceStep) => outcome === 'ok'
const called = ({ steps }: Trace, tag: string) => steps.find((step) => step.tag === tag)
const passed = (run: Trace, tag: string) => {
  const step = called(run, tag)
  return step && ran(step) ? step : undefined
}

/** The steps inside a step, however deep. */
function inside({ steps }: Trace, outer: TraceStep | undefined): readonly TraceStep[] {
  if (!outer) return []
  const within = new Set([outer.id])
  return steps.filter(({ id, parent }) => {
    const is = parent !== null && within.has(parent)
    if (is) within.add(id)
    return is
  })
}

const queries = (run: Trace, tag: string, start: string) =>
  inside(run, called(run, tag)).filter((step) => step.tag.startsWith(start) && ran(step))

const sqlOf = ({ data: { sql } }: TraceStep) => (typeof sql === 'string' ? sql : '')

/** What stands in a value that a function was given or gave: rows and results are opened on the way. */
function valueAt(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let found = value
  for (const key of path) {
    while (isMap(found) && '$' in found && 'of' in found) found = found['of']
    found = Array.isArray(found)
      ? (found as readonly Json[])[Number(key)]
      : isMap(found)
        ? found[key]
        : undefined
  }
  return found
}

const userOf = (step: TraceStep) => valueAt(step.data['scope'], 'user', 'id')

/** Rows of somebody else that a function has read. */
const strangersOf =
  (tag: string): Shows =>
  (run) => {
    const [stranger] = queries(run, tag, 'sql.select').flatMap(strangersIn)
    return stranger ? `a row of ${capital(stranger.owner)}’s came` : null
  }

const CREATE = 'context.Scores.createScore'
const UPDATE = 'context.Scores.updateScore'
const ORGANIZATION = 'context.Organizations.getOrganizationBySlugOrThrow'
const USE_LINK = 'context.Accounts.loginUserByMagicLink'
const LOOK_AT_LINK = 'context.Accounts.getUserByMagicLinkToken'
const CHANGE_EMAIL = 'context.Accounts.changeUserEmail'
const END_SESSION = 'context.Accounts.deleteUserSessionToken'
const REVOKE = 'context.Accounts.deleteUserApiToken'
const REGISTER = 'context.Accounts.registerUser'
const INDEX = 'constraint.users_email_index'
const PASSWORD_RULE = 'changeset.password.length'

const EVIDENCE: Readonly<Record<string, Shows>> = {
  'list-without-owner': strangersOf('context.Scores.listScores'),
  'one-without-owner': strangersOf('context.Scores.getScoreOrThrow'),
  'members-change-all': (run) => {
    const step = passed(run, UPDATE)
    const [owner, user] = step ? [valueAt(step.data['args'], 1, 'user_id'), userOf(step)] : []
    return typeof owner === 'number' && owner !== user
      ? `it changed a score that user ${owner} made`
      : null
  },
  'owner-from-form': (run) => {
    const step = passed(run, CREATE) ?? passed(run, UPDATE)
    const owner = step && valueAt(step.data['returned'], 'user_id')
    return typeof owner === 'number' && owner !== userOf(step!)
      ? `the row belongs to user ${owner}, who did not write it`
      : null
  },
  'confirmed-by-form': (run) => {
    const step = passed(run, REGISTER)
    return step && typeof valueAt(step.data['returned'], 'confirmed_at') === 'number'
      ? 'the new row is confirmed, and nobody has opened a link'
      : null
  },
  'short-password': (run) => {
    const rule = called(run, PASSWORD_RULE)
    return rule && ran(rule) && valueAt(rule.data['options'], 'min') === undefined
      ? 'the length of the password was looked at, and there was no least one'
      : null
  },
  'index-without-words': (run) =>
    run.status === 500 &&
    run.steps.some(({ tag, outcome }) => tag.startsWith('sql.insert.users') && outcome === 'error')
      ? 'the table refused the row, and the page broke'
      : null,
  'sudo-for-hours': (run, runs) => {
    const minutes = sinceLogIn(run, runs)
    const isIn = passed(run, 'plug.requireSudoMode')
    return isIn && minutes > 20 * MINUTE
      ? `the settings opened ${inWords(minutes)} after the log-in`
      : null
  },
  'settings-without-guard': (run) => {
    const isSettings = /^(?:GET|PUT|POST|DELETE) \/users\/settings/.test(run.title)
    return isSettings &&
      passed(run, 'plug.requireAuthenticatedUser') &&
      !called(run, 'plug.requireSudoMode')
      ? 'no requireSudoMode stood on its way'
      : null
  },
  'plugs-swapped': (run) => {
    const at = (tag: string) => run.steps.findIndex((step) => step.tag === tag)
    const [org, user] = [at('plug.assignOrgToScope'), at('plug.requireAuthenticatedUser')]
    return org >= 0 && (user < 0 || org < user)
      ? 'assignOrgToScope came before requireAuthenticatedUser'
      : null
  },
  'everybody-is-a-member': (run) =>
    passed(run, ORGANIZATION) &&
    !inside(run, called(run, ORGANIZATION)).some(({ tag }) => tag === 'scope.memberOf')
      ? 'the organization was found, and no memberOf stood in the query'
      : null,
  'revokes-anybodys': (run) =>
    queries(run, REVOKE, 'sql.delete').some((step) => !sqlOf(step).includes('"user_id" ='))
      ? 'the token went, and the query names no user'
      : null,
  'log-out-keeps-the-row': (run) =>
    passed(run, END_SESSION) && queries(run, END_SESSION, 'sql.delete').length === 0
      ? 'the session ended, and no row went'
      : null,
  'looking-uses-it-up': (run) =>
    run.title.startsWith('GET ') && queries(run, LOOK_AT_LINK, 'sql.delete').length > 0
      ? 'the page was only opened, and the row of the link went'
      : null,
  'link-for-ever': (run) =>
    [USE_LINK, LOOK_AT_LINK]
      .flatMap((tag) => queries(run, tag, 'sql.select'))
      .some((step) => !sqlOf(step).includes('"users_tokens"."inserted_at" >'))
      ? 'the query for the link asks for no age'
      : null,
  'link-opens-twice': (run) =>
    passed(run, USE_LINK) && queries(run, USE_LINK, 'sql.delete').length === 0
      ? 'somebody came in, and the row of the link stayed'
      : null,
  'password-keeps-sessions': (run) =>
    run.steps.some(
      (step) =>
        ran(step) &&
        step.tag === 'sql.delete.users_tokens' &&
        sqlOf(step).includes('"context" !=') &&
        sqlOf(step).includes('returning'),
    )
      ? 'every token was to go, and the query left the sessions out'
      : null,
  'change-saves': (run) =>
    queries(run, CHANGE_EMAIL, 'sql.update').length > 0
      ? 'a row of users was written while a form was only checked'
      : null,
  'update-saves-nothing': (run) => {
    const step = passed(run, UPDATE)
    if (!step || queries(run, UPDATE, 'sql.update').length > 0) return null
    const [before, after] = [valueAt(step.data['args'], 1), step.data['returned']]
    return ['points', 'guesses', 'comment'].some(
      (field) => valueAt(before, field) !== valueAt(after, field),
    )
      ? 'the score that came back is another, and no UPDATE was sent'
      : null
  },
  'index-not-unique': (run, runs) => {
    const written = queries(run, REGISTER, 'sql.insert.users')[0]
    const index = called(run, INDEX)
    // One that its reader has switched off is missing for another reason.
    if (!written || index?.outcome !== 'skip' || isSwitchedOff(index)) return null
    const email = addressIn(run)
    return runs.some((other) => isBeside(other, run) || isBeside(run, other))
      ? `two rows have the address ${email}, and no index has refused the second`
      : 'the row was written, and no unique index was there to be asked'
  },
  'old-proof': (run, runs) => {
    const came = lastLogIn(run, runs)
    const isOut = called(run, 'plug.requireSudoMode')?.outcome === 'halt'
    if (!came || !isOut) return null
    const minutes = sinceLogIn(run, runs) + run.startedAt - came.startedAt
    return minutes < 10 * MINUTE
      ? `the settings did not open ${inWords(minutes)} after the log-in`
      : null
  },
}

const addressIn = (run: Trace) => {
  const email = valueAt(called(run, REGISTER)?.data['returned'], 'email')
  return typeof email === 'string' ? email.toLowerCase() : null
}

/** Whether one wrote an address, and the other, under way at the time, the same one after it: both rows are there. */
function isBeside(one: Trace, other: Trace): boolean {
  const [first] = queries(one, REGISTER, 'sql.insert.users')
  const [second] = queries(other, REGISTER, 'sql.insert.users')
  if (one === other || !first || !second || addressIn(one) === null) return false
  const wrote = one.startedAt + first.at
  const isTogether = other.startedAt <= wrote && wrote <= other.startedAt + second.at
  return isTogether && addressIn(one) === addressIn(other)
}

/** Where this persona has logged in last, up to a run; nothing where no run that is kept tells it. */
const lastLogIn = (run: Trace, runs: readonly Trace[]): Trace | undefined =>
  runs
    .slice(0, runs.indexOf(run) + 1)
    .findLast(
      ({ title, persona, steps }) =>
        persona === run.persona &&
        title.startsWith('POST /users/log-in') &&
        steps.some(({ tag }) => tag === 'context.Accounts.generateUserSessionToken'),
    )

/** How far the clock was moved since this persona logged in, as the runs tell it. */
function sinceLogIn(run: Trace, runs: readonly Trace[]): number {
  const came = lastLogIn(run, runs)
  return runs
    .slice(came ? runs.indexOf(came) + 1 : 0, runs.indexOf(run) + 1)
    .filter(({ title }) => splitPersona(title.replace(/^POST /, '')).path === '/sandbox/clock')
    .map(({ steps: [first] }) => valueAt(first?.data['fields'], 'advance'))
    .reduce<number>(
      (sum, text) => sum + (typeof text === 'string' ? (parseDuration(text) ?? 0) : 0),
      0,
    )
}
