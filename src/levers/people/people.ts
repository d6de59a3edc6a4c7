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
}

type Context = Pick<APIContext, 'cookies' | 'locals' | 'request'>

// A browser may bring a session for any name. Each costs a query.
const MOST_PERSONAS = 24
const PERSONA = /^[a-z][a-z\d-]{0,19}$/

/** The personas of the course first, then others that this browser has a session for. */
async function listPeople(context: Context): Promise<readonly Person[]> {
  const people: Person[] = []
  for (const persona of personasOf(context).slice(0, MOST_PERSONAS)) {
    const user = await userOf(context, persona)
    const href = pathFor(persona, '/')
    people.push({ persona, href, current: persona === context.locals.persona, user })
  }
  return people
}

/** Every persona that may hold a cookie in this browser. */
export function personasOf({ request, locals }: Omit<Context, 'cookies'>): readonly string[] {
  const pairs = (request.headers.get('cookie') ?? '').split(';')
  const names = pairs.map((pair) => pair.split('=', 1)[0]?.trim() ?? '')
  const start = `${cookieName(locals.front.services.publicOrigin, SESSION)}_`
  const withSession = names
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length))
    .filter((persona) => PERSONA.test(persona))
    .sort()
  return [...new Set([...listPersonas(), locals.persona, ...withSession])]
}

async function userOf({ cookies, locals }: Context, persona: string): Promise<Person['user']> {
  const token = readToken(cookies, cookieName(locals.front.services.publicOrigin, SESSION, persona))
  if (!token || token === 'malformed' || !locals.sandbox) return null
  const scope = scopeForVisitor(locals.sandbox)
  // To show who is there is no part of what the reader did.
  const session = await untraced(() => Accounts.getUserBySessionToken(scope, token))
  return session && { id: session.user.id, email: session.user.email }
}

/** All of it as facts for JSON, with what else the page shows. */
export async function peopleFacts(context: Context) {
  const { sandbox } = context.locals
  return {
    people: await listPeople(context),
    users: sandbox ? await listResidents(sandbox) : [],
    seeds: listStartStates().map(({ name, title, summary }) => ({ name, title, summary })),
  }
}
