/** Who acts in this browser: every persona with the session it has in the visitor's sandbox. */
import type { APIContext } from 'astro'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForVisitor } from '#app/accounts/scope.ts'
import { listPersonas, listResidents } from '#course/people.ts'
import { listStartStates } from '#course/start-states.ts'
import { untraced } from '#trace/trace.ts'
import { cookieName, readToken, SESSION } from '#http/cookies.ts'
import { pathFor } from '#http/links.ts'

export interface Person {
  readonly persona: string
  /** Where to go to act as them. */
  readonly href: string
  /** Whether the page at hand is theirs. */
  readonly current: boolean
  /** `null` while nobody is logged in. */
  readonly user: { readonly id: number; readonly email: string } | null
  /** When they last showed a password or a link, in milliseconds since 1970. */
  readonly since: number | null
}

type Context = Pick<APIContext, 'cookies' | 'locals' | 'request'>

// A browser may bring a session for any name. Each costs a query.
const MOST_PERSONAS = 24
const PERSONA = /^[a-z][a-z\d-]{0,19}$/

/** The personas of the course first, then others that this browser has a session for. */
async function listPeople(context: Context): Promise<readonly Person[]> {
  return peopleOf(context, personasOf(context))
}

/** Those of an act, whoever asks, and whoever has a session: the people that a stage speaks of. */
export async function personasAround(
  context: Context,
  ofAct: readonly string[],
): Promise<readonly Person[]> {
  const { persona } = context.locals
  const around = [...new Set([...ofAct, persona, ...withSession(context)])]
  return peopleOf(context, around, sessionIfThere)
}

async function peopleOf(
  context: Context,
  personas: readonly string[],
  session = sessionOf,
): Promise<readonly Person[]> {
  const people: Person[] = []
  for (const persona of personas.slice(0, MOST_PERSONAS)) {
    const own = await session(context, persona)
    const href = pathFor(persona, '/')
    people.push({ persona, href, current: persona === context.locals.persona, ...own })
  }
  return people
}

/** Every persona that may hold a cookie in this browser. */
export function personasOf(context: Omit<Context, 'cookies'>): readonly string[] {
  return [...new Set([...listPersonas(), context.locals.persona, ...withSession(context)])]
}

function withSession({ request, locals }: Omit<Context, 'cookies'>): readonly string[] {
  const pairs = (request.headers.get('cookie') ?? '').split(';')
  const names = pairs.map((pair) => pair.split('=', 1)[0]?.trim() ?? '')
  const own = cookieName(locals.front.services.publicOrigin, SESSION)
  const start = `${own}_`
  const others = names
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length))
    .filter((persona) => PERSONA.test(persona))
    .sort()
  return [...(names.includes(own) ? ['you'] : []), ...others]
}

const NOBODY = { user: null, since: null }

async function sessionOf(
  { cookies, locals }: Context,
  persona: string,
): Promise<Pick<Person, 'user' | 'since'>> {
  const token = readToken(cookies, cookieName(locals.front.services.publicOrigin, SESSION, persona))
  if (!token || token === 'malformed' || !locals.sandbox) return NOBODY
  const scope = scopeForVisitor(locals.sandbox)
  // To show who is there is no part of what the reader did.
  const session = await untraced(() => Accounts.getUserBySessionToken(scope, token))
  if (!session) return NOBODY
  const { id, email } = session.user
  return { user: { id, email }, since: session.authenticatedAt }
}

/** Around a page that says what is missing, nobody is known to be logged in. */
async function sessionIfThere(context: Context, persona: string): ReturnType<typeof sessionOf> {
  try {
    return await sessionOf(context, persona)
  } catch (error) {
    if (context.locals.sandbox?.migrations.refusalFor(error)) return NOBODY
    throw error
  }
}

/** All of it as facts for JSON, with what else the page shows. */
export async function peopleFacts(context: Context) {
  const { sandbox } = context.locals
  return {
    people: (await listPeople(context)).map(({ since: _since, ...person }) => person),
    users: sandbox ? await listResidents(sandbox) : [],
    seeds: listStartStates().map(({ name, title, summary }) => ({ name, title, summary })),
  }
}
