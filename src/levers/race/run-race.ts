/**
 * Runs two requests at once through the front's own handler, each with its
 * queries behind gates, in an order that somebody chose. Every race begins from
 * the same rows: what the one before has left of its own is taken away first.
 */
import type { APIContext } from 'astro'
import { users } from '#app/accounts/user.ts'
import { CookieJar, Player, type Purpose } from '#course/player.ts'
import { settle } from '#course/settle.ts'
import { cookieName, SESSION, VISITOR } from '#http/cookies.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { untraced } from '#trace/trace.ts'
import type { Trace } from '#trace/trace-step.ts'
import type { Gate } from '#trace/watch.ts'
import { jarOf } from '../act/jar-of.ts'
import { Gates, runLanes } from './gates.ts'
import type { RaceKind } from './kinds.ts'
import type { Lane, Order } from './orders.ts'
import { keepRace, type RaceRun, type Runner } from './race-run.ts'
import { whatCame } from './what-came.ts'

/** Whose requests these are: one person, twice. */
export const RACERS: Readonly<Record<Lane, string>> = { A: 'ana', B: 'ana-phone' }

/** Nobody else in the sandbox has this address: a race takes no row but its own away. */
export const RACER_EMAIL = 'race@example.test'

interface Racing {
  readonly context: APIContext
  readonly sandbox: Sandbox
}

/** What one lane does, and how one counts what is there afterwards. */
interface Prepared {
  readonly go: (player: Player, persona: string, lane: Lane) => Promise<Response>
  readonly count: () => Promise<number>
}

export function runRace(racing: Racing, kind: RaceKind, order: Order): Promise<RaceRun> {
  return untraced(async () => {
    const { sandbox } = racing
    const jar = visitorOnly(racing.context)
    const prepared = await PREPARE[kind.name](racing, jar)
    const gates = new Gates(
      order,
      kind.gates.map(({ tag }) => tag),
    )
    const runners = await runLanes(gates, async (lane, gate): Promise<Runner> => {
      const { trace, status } = await run(racing, prepared, { lane, gate, jar })
      if (trace) {
        sandbox.traces.add(trace)
        await settle(racing.context.locals, trace, { ofLab: true })
      }
      return { lane, persona: RACERS[lane], status, ...whatCame(kind, trace) }
    })
    return keepRace(sandbox, {
      ...{ kind: kind.name, order, passed: gates.passed, isOpen: gates.isOpen },
      runners: [runners[0]!, runners[1]!],
      rows: await prepared.count(),
      without: [...sandbox.bending.without],
    })
  })
}

interface InLane {
  readonly lane: Lane
  readonly gate: Gate
  readonly jar: CookieJar
}

async function run(
  racing: Racing,
  { go }: Prepared,
  { lane, gate, jar }: InLane,
): Promise<{ readonly trace: Trace | null; readonly status: number }> {
  let seen: Trace | null = null
  // Each device has cookies of its own.
  const own = new CookieJar(jar)
  const player = playerFor(racing, own, {
    gate,
    done: (trace) => {
      seen = trace
    },
  })
  const response = await go(player, RACERS[lane], lane)
  await response.body?.cancel()
  return { trace: seen, status: response.status }
}

interface Heard {
  readonly gate?: Gate
  readonly done?: (trace: Trace) => void
}

function playerFor(racing: Racing, jar: CookieJar, { gate, done }: Heard): Player {
  const { services, clientAddress } = racing.context.locals.front
  const { inside, publicOrigin } = services
  return new Player({
    origin: publicOrigin.origin,
    jar,
    sessionCookie: sessionCookieOf(racing),
    send: (request: Request, purpose: Purpose) =>
      inside.send(request, {
        ...{ clientAddress, runs: null },
        ...(purpose === 'act' && gate && { gate }),
        done: (trace) => {
          if (purpose === 'act') done?.(trace)
        },
      }),
  })
}

/** Who the visitor is, and nobody's session: whoever is logged in here stays out of it. */
function visitorOnly(context: APIContext): CookieJar {
  const name = cookieName(context.locals.front.services.publicOrigin, VISITOR)
  const value = jarOf(context).get(name)
  return new CookieJar(value === undefined ? [] : [[name, value]])
}

const base = (persona: string) => `/as/${persona}`
const register = (player: Player, persona: string) =>
  player.take({
    method: 'POST',
    path: `${base(persona)}/users/register`,
    fields: { 'user[email]': RACER_EMAIL },
  })

type Prepare = (racing: Racing, jar: CookieJar) => Promise<Prepared>

const PREPARE: Readonly<Record<RaceKind['name'], Prepare>> = {
  registrations: async ({ sandbox }) => {
    await forget(sandbox)
    return {
      go: register,
      count: async () => (await sandbox.repo.all(users, { email: RACER_EMAIL })).length,
    }
  },
  links: async (racing, jar) => {
    await comeIn(racing, jar, { open: false })
    return {
      go: (player, persona) => player.pressNewestLink(base(persona)),
      count: () => countSessions(racing.sandbox),
    }
  },
  scores: async (racing, jar) => {
    await comeIn(racing, jar, { open: true })
    const ana = playerFor(racing, jar, {})
    await ana.take({
      method: 'POST',
      path: `${base(RACERS.A)}/scores/new`,
      fields: { 'score[points]': '1', 'score[guesses]': '1' },
    })
    const { db } = racing.sandbox.repo
    const newest = db.selectFrom('scores').select(['id', 'points']).orderBy('id', 'desc').limit(1)
    const { id } = await newest.executeTakeFirstOrThrow()
    // Two devices of one person.
    const nameOf = sessionCookieOf(racing)
    const session = jar.get(nameOf(RACERS.A))
    if (session !== undefined) jar.set(nameOf(RACERS.B), session)
    return {
      go: (player, persona, lane) =>
        player.take({
          method: 'POST',
          path: `${base(persona)}/scores/${id}/edit`,
          fields: {
            _method: 'put',
            'score[points]': lane === 'A' ? '8' : '9',
            'score[guesses]': '1',
          },
        }),
      count: async () => (await newest.executeTakeFirstOrThrow()).points,
    }
  },
}

const sessionCookieOf =
  ({ context }: Racing) =>
  (persona: string) =>
    cookieName(context.locals.front.services.publicOrigin, SESSION, persona)

/** How many are logged in with the link. */
async function countSessions({ repo }: Sandbox): Promise<number> {
  const { sessions } = await repo.db
    .selectFrom('users_tokens')
    .innerJoin('users', 'users.id', 'users_tokens.user_id')
    .where('users.email', '=', RACER_EMAIL)
    .where('users_tokens.context', '=', 'session')
    .select(({ fn }) => fn.countAll<number>().as('sessions'))
    .executeTakeFirstOrThrow()
  return sessions
}

/** Takes rows of races before away, and no others. */
export async function forget({ repo }: Sandbox): Promise<void> {
  await repo.deleteAll(users, { email: RACER_EMAIL })
}

/** Registers Ana anew; her newest mail has a link, which she has opened or not. */
async function comeIn(
  racing: Racing,
  jar: CookieJar,
  { open }: { readonly open: boolean },
): Promise<void> {
  await forget(racing.sandbox)
  const player = playerFor(racing, jar, {})
  await player.follow(await register(player, RACERS.A))
  if (open) await player.follow(await player.pressNewestLink(base(RACERS.A)))
}
