/**
 * Start states: who has registered and who is logged in, put into an empty
 * sandbox in one press. Everybody in one is made as the site makes people, by
 * the functions of Accounts, so that it holds nothing that a reader could not
 * have made by hand: the mails are in the mailbox, too.
 */
import course from 'virtual:glasshouse/course'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, type Scope } from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import { parseDuration } from '#lib/duration.ts'
import { Refusal } from '#lib/refusal.ts'
import { context } from '#trace/context.ts'
import type { StartState, StartToken, StartUser } from './schema/start-state.ts'
import { makeBelongings } from './start-state-belongings.ts'

/** A persona who is logged in, and the token for the cookie of it. */
export interface PersonaSession {
  readonly persona: string
  readonly user: User
  readonly token: string
}

/** Makes the address of a mailed link, for the persona who will open it, from its path. */
type UrlFor = (persona: string, path: string) => string

/** The clock of the sandbox that is filled: what is old was made before it went on. */
type Advance = (milliseconds: number) => void

/** What is done with the course in a sandbox, as a step of its trace. */
export const Course = context('Course', { loadStartState })

/**
 * The start states that there are, in the order of their names.
 *
 * @example
 * listStartStates().some(({ name }) => name === 'ana-logged-in')
 * // => true
 */
export function listStartStates(): readonly StartState[] {
  return course.startStates
}

/**
 * The start state of this name, or `null`.
 *
 * @example
 * getStartState('ana-logged-in').logged_in
 * // => { ana: 'ana@example.test' }
 */
export function getStartState(name: string): StartState | null {
  return course.startStates.find((state) => state.name === name) ?? null
}

/**
 * Makes the people of a start state with what they hold, and logs its personas in. Give it the
 * scope of a sandbox that is empty: who is there already is in the way.
 *
 * @example
 * const state = getStartState('ana-logged-in')
 * const [session] = await Course.loadStartState(scope, state, (persona, path) => path, () => {})
 * session.persona
 * // => 'ana'
 */
async function loadStartState(
  scope: Scope,
  state: StartState,
  urlFor: UrlFor,
  advance: Advance,
): Promise<readonly PersonaSession[]> {
  const personas = Object.entries(state.logged_in)
  const people = new Map<string, User>()
  for (const entry of state.users) {
    const persona = entry.persona ?? personaOf(state, entry.email)
    const user = await makeUser(scope, entry, (token) => urlFor(persona, `/users/log-in/${token}`))
    people.set(entry.email, user)
  }
  await makeTokens(scope, state, people, urlFor, advance)
  await makeBelongings(scope, state, people)
  const sessions: PersonaSession[] = []
  for (const [persona, email] of personas) {
    const user = people.get(email)
    if (!user)
      throw new Error(`loadStartState: ${state.name} logs in ${email}, who is no user of it.`)
    const token = await Accounts.generateUserSessionToken(scope, user)
    sessions.push({ persona, user, token })
  }
  return sessions
}

const personaOf = ({ logged_in: loggedIn }: StartState, email: string) =>
  Object.entries(loggedIn).find(([, own]) => own === email)?.[0] ?? 'you'

/** The oldest first; between one and the next the sandbox's clock goes on, as a reader moves it. */
async function makeTokens(
  scope: Scope,
  state: StartState,
  people: ReadonlyMap<string, User>,
  urlFor: UrlFor,
  advance: Advance,
): Promise<void> {
  const ageOf = ({ age }: StartToken) => parseDuration(age) ?? 0
  const tokens = state.tokens.toSorted((a, b) => ageOf(b) - ageOf(a))
  for (const [index, token] of tokens.entries()) {
    const user = people.get(token.email)
    if (!user)
      throw new Error(
        `loadStartState: ${state.name} has a token of ${token.email}, who is no user.`,
      )
    const persona = token.persona ?? personaOf(state, token.email)
    await makeToken(scope, user, token, (path) => urlFor(persona, path))
    const next = tokens[index + 1]
    const wait = ageOf(token) - (next ? ageOf(next) : 0)
    if (wait > 0) advance(wait)
  }
}

async function makeToken(
  scope: Scope,
  user: User,
  token: StartToken,
  urlFor: (path: string) => string,
): Promise<void> {
  if (token.kind === 'magic-link') {
    await Accounts.deliverLoginInstructions(scope, user, (secret) =>
      urlFor(`/users/log-in/${secret}`),
    )
    return
  }
  const own = scopeForUser(scope, user, scope.clock.now())
  if (token.kind === 'api-token') {
    await Accounts.createUserApiToken(own)
    return
  }
  const changed = { ...user, email: token.new_email }
  await Accounts.deliverUserUpdateEmailInstructions(own, changed, (secret) =>
    urlFor(`/users/settings/confirm-email/${secret}`),
  )
}

async function makeUser(
  scope: Scope,
  { email, confirmed, password }: StartUser,
  urlFor: (token: string) => string,
): Promise<User> {
  const registered =
    password !== null && !confirmed
      ? await Accounts.registerUserWithPassword(scope, { email, password })
      : await Accounts.registerUser(scope, { email })
  if (!registered.ok) throw inTheWay()
  let mailed = ''
  await Accounts.deliverLoginInstructions(scope, registered.value, (token) => {
    mailed = token
    return urlFor(token)
  })
  if (!confirmed) return registered.value

  const loggedIn = await Accounts.loginUserByMagicLink(scope, mailed)
  if (!loggedIn.ok) throw inTheWay()
  return password === null
    ? loggedIn.value.user
    : choosePassword(scope, loggedIn.value.user, password)
}

async function choosePassword(scope: Scope, user: User, password: string): Promise<User> {
  const own = scopeForUser(scope, user, scope.clock.now())
  const updated = await Accounts.updateUserPassword(own, { password })
  if (updated.ok) return updated.value.user
  throw new Error(
    `loadStartState: the password of ${user.email} breaks a rule. Choose another one.`,
  )
}

// Another tab of the same reader was faster, in the sandbox that was just made.
const inTheWay = () =>
  new Refusal(409, 'Your sandbox was used while it was being filled. Load the start state again.')
