/**
 * The rules of the app’s changesets and the filters of its scopes, as they say
 * it of themselves: each function of a context that checks or filters is asked
 * once, with nothing to check, and every step that it takes tells its tag.
 */
import { Accounts } from '#app/accounts/accounts.ts'
import { putOrganization, scopeForUser, scopeForVisitor } from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import { Organizations } from '#app/organizations/organizations.ts'
import { Scores } from '#app/scores/scores.ts'
import type { Repo } from '#repo/repo.ts'
import type { Sandboxes } from '#sandbox/sandbox.ts'
import { Recorder } from '#trace/recorder.ts'
import { isRule, type TraceStep } from '#trace/trace-step.ts'
import { collect, untraced } from '#trace/trace.ts'

type Lobby = Sandboxes['lobby']

/** A rule or a filter. */
export interface Rule {
  readonly tag: string
  readonly name: string
  /** What it looks at. */
  readonly fields: readonly string[]
}

const NOBODY: User = {
  ...{ id: 0, email: 'nobody@example.test', password: null, hashed_password: null },
  ...{ confirmed_at: 0, inserted_at: 0, updated_at: 0 },
}
const NOWHERE = { id: 0, slug: 'nowhere', name: 'Nowhere', role: 'owner' } as const

/** Each is asked about nothing at all, so that nothing is ever written. */
function askAll(lobby: Lobby): readonly (() => Promise<unknown>)[] {
  const around = { ...lobby, repo: withoutTransactions(lobby.repo) }
  const visitor = scopeForVisitor(around)
  const user = scopeForUser(around, NOBODY, 0)
  const member = putOrganization(user, NOWHERE)
  return [
    () => Accounts.registerUser(visitor, {}),
    () => Accounts.registerUserWithPassword(visitor, {}),
    () => Accounts.changeUserEmail(user, {}),
    () => Accounts.changeUserPassword(user, {}),
    () => Accounts.updateUserPassword(user, {}),
    () => Scores.listScores(user),
    () => Scores.changeScore(user, null, {}),
    () => Organizations.listOrganizations(user),
    () => Organizations.createOrganization(user, {}),
    () => Organizations.addMember(member, {}),
  ]
}

/** Nothing is written here, and the database is one that nobody can begin a transaction in. */
function withoutTransactions(repo: Repo): Repo {
  return new Proxy(repo, {
    get(target, key) {
      if (key === 'transact') return (fn: (inner: Repo) => Promise<unknown>) => fn(target)
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

const known = new WeakMap<Lobby, Promise<readonly Rule[]>>()

/** They are the same for as long as the program runs. */
export function rulesOfApp(lobby: Lobby): Promise<readonly Rule[]> {
  const asked = known.get(lobby) ?? askEach(lobby)
  known.set(lobby, asked)
  return asked
}

async function askEach(lobby: Lobby): Promise<readonly Rule[]> {
  const rules: Rule[] = []
  for (const ask of askAll(lobby)) {
    const recorder = new Recorder({ id: 'rules', title: 'rules', persona: 'you' })
    // What is not there cannot be found, and says so: until then it has told its rules.
    await untraced(() => collect(recorder, ask)).catch(() => undefined)
    rules.push(...rulesIn(recorder.snapshot().steps))
  }
  return once(rules)
}

/** The rules and filters that a trace tells of: what the runner of steps has run, or left out. */
export const rulesIn = (steps: readonly TraceStep[]): readonly Rule[] =>
  once(
    steps
      .filter((step) => isSwitchable(step))
      .map(({ tag, name, data }) => ({ tag, name, fields: textsIn(data['fields']) })),
  )

/** What a step was told is known of those that a runner runs, and of no others. A cast is where they begin. */
const isSwitchable = (step: TraceStep) =>
  (step.layer === 'changeset' || step.layer === 'scope') &&
  isRule(step) &&
  'options' in step.data &&
  !step.tag.endsWith('.cast')

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []

const once = (rules: readonly Rule[]): readonly Rule[] => [
  ...new Map(rules.map((rule) => [rule.tag, rule])).values(),
]
