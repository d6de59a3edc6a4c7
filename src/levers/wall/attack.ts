/**
 * Sends a wall: each input through the front’s own handler, in a copy of its
 * own that begins from the start of the wall and is thrown away. What the
 * reader of the sandbox has switched off is off in the copies, too; their own
 * rows, mails, sessions and runs never see any of it.
 */
import type { APIContext } from 'astro'
import { Accounts } from '#app/accounts/accounts.ts'
import { scopeForUser, scopeForVisitor } from '#app/accounts/scope.ts'
import { Course, getStartState } from '#course/start-states.ts'
import type { Wall, WallInput } from '#course/walls.ts'
import { absoluteUrl } from '#http/absolute-url.ts'
import { bearerText } from '#http/bearer.ts'
import { Queue } from '#lib/queue.ts'
import { Refusal, tryLater } from '#lib/refusal.ts'
import { SECOND } from '#lib/duration.ts'
import type { Copy, Sandbox, Visitor } from '#sandbox/sandbox.ts'
import type { Mail } from '#sandbox/mailbox.ts'
import type { Trace } from '#trace/trace-step.ts'
import { untraced } from '#trace/trace.ts'
import { linksFor } from '#visit/links-for.ts'
import { bendTables } from '../peel/switch-layers.ts'
import { requestOf, type Belongings } from './wall-request.ts'
import { rowOf, type Numbered, type WallRow } from './wall-row.ts'
import { keepWall, packTrace, type WallRun } from './wall-run.ts'

/** Inputs under way at the same time, of all walls that are sent. */
const AT_ONCE = 4
const INPUTS = new Queue({ atOnce: AT_ONCE })

const isBusy = () => tryLater(503, 'Many walls are sent at this moment.', 5)
/** Each wall that is sent holds a copy of its own open. */
const WALLS = new Queue({
  ...{ atOnce: AT_ONCE, mostWaiting: 60, patience: 60 * SECOND },
  ...{ full: isBusy, tooLong: isBusy },
})

interface Attacking {
  readonly context: APIContext
  readonly sandbox: Sandbox
  readonly visitor: Visitor
}

/** Sends it, and keeps what came of it. Counts as one start of an act, however many it sends: throws a `Refusal` (429) past the limit. */
export function attack(attacking: Attacking, wall: Wall, own: string | null): Promise<WallRun> {
  const { context, sandbox, visitor } = attacking
  const { copies, requests } = context.locals.front.services.sandboxes
  requests.countStart(visitor)
  return untraced(() =>
    WALLS.run(async () => {
      const base = await copies.begin()
      try {
        const start = await begin(attacking, wall, base)
        const inputs = [...wall.inputs, ...ownInput(wall, own)]
        const sent = await allOf(
          inputs.map((input, index) =>
            INPUTS.run(() => sendOne(context, { wall, base, start }, input, index + 1)),
          ),
        )
        return keepWall(sandbox, {
          ...{ wall: wall.name, own, without: [...sandbox.bending.without] },
          rows: sent.map(({ row }) => row),
          packed: sent.map(({ packed }) => packed),
        })
      } finally {
        await copies.end(base)
      }
    }),
  )
}

/** What a reader adds stands in the last row. */
function ownInput({ own: field }: Wall, own: string | null): readonly WallInput[] {
  if (field === null || own === null) return []
  return [
    {
      ...{ name: 'your own', about: 'What you have added.', as: null, method: 'POST', path: null },
      ...{ fields: { [field]: own }, forged: {}, json: null, text: null, from: 'here' },
      ...{ link: null, program: null },
    },
  ]
}

/** What the start of a wall gives to whoever acts from it. */
interface Start {
  readonly sessions: ReadonlyMap<string, string>
  readonly mails: readonly Mail[]
  /** The API token of each user whose program is sent, by address. */
  readonly tokens: ReadonlyMap<string, string>
}

async function begin(
  { context, sandbox }: Attacking,
  { start, inputs }: Wall,
  { sandbox: made }: Copy,
): Promise<Start> {
  const { locals } = context
  const { sandboxes } = locals.front.services
  const state = getStartState(start)
  const sessions = new Map<string, string>()
  const tokens = new Map<string, string>()
  if (state) {
    made.settings.registrationWithPassword = state.registration_with_password
    const personas = await Course.loadStartState(
      scopeForVisitor(made),
      state,
      (persona, path) => absoluteUrl({ ...locals, links: linksFor({ ...locals, persona }) }, path),
      (milliseconds) => made.clock.advance(milliseconds),
    )
    for (const { persona, token } of personas) sessions.set(persona, token)
  }
  for (const email of new Set(inputs.flatMap(({ program }) => program ?? [])))
    tokens.set(email, await apiTokenOf(made, email))
  const { without, hunt } = sandbox.bending.now
  await bendTables(sandboxes, { without, hunt }, made)
  made.bending.keep({ without, hunt, since: null })
  return { sessions, tokens, mails: await made.mailbox.list() }
}

async function apiTokenOf(made: Sandbox, email: string): Promise<string> {
  const user = await Accounts.getUserByEmail(scopeForVisitor(made), email)
  if (!user) throw new Error(`attack: the start of the wall has nobody with the address ${email}.`)
  const own = scopeForUser(made, user, made.clock.now())
  return (await Accounts.createUserApiToken(own)).token
}

interface Sending {
  readonly wall: Wall
  readonly base: Copy
  readonly start: Start
}

async function sendOne(
  { locals }: APIContext,
  { wall, base, start }: Sending,
  input: WallInput,
  number: number,
): Promise<{ readonly row: WallRow; readonly packed: Buffer }> {
  const { services, clientAddress } = locals.front
  const { inside, publicOrigin, sandboxes } = services
  const copy = await sandboxes.copies.copyOf(base)
  try {
    const request = requestOf(input, wall, belongingsOf(publicOrigin, copy, start))
    let trace: Trace | null = null
    const response = await inside.send(request, {
      ...{ clientAddress, runs: null },
      done: (own) => (trace ??= own),
    })
    await response.body?.cancel()
    const numbered: Numbered = { number, name: input.name, about: input.about }
    return came(numbered, trace, response.status)
  } finally {
    await sandboxes.copies.end(copy)
  }
}

function came(numbered: Numbered, trace: Trace | null, status: number) {
  if (!trace)
    throw new Error(`attack: “${numbered.name}” was answered ${status} and left no trace.`)
  return { row: rowOf(numbered, trace, status), packed: packTrace(trace) }
}

function belongingsOf(origin: URL, { sandbox, token }: Copy, start: Start): Belongings {
  return {
    ...{ origin, token, sessions: start.sessions },
    linkOf: (email, path) => tokenIn(start.mails, email, path),
    bearerOf: (email) => bearerText(sandbox, start.tokens.get(email) ?? ''),
  }
}

function tokenIn(mails: readonly Mail[], email: string, path: string): string {
  const [before = ''] = path.split('[token]')
  const found = mails
    .filter(({ to }) => to === email)
    .map(({ text }) => new RegExp(`${before}(?<token>[\\w-]{43})`).exec(text)?.groups?.['token'])
    .find(Boolean)
  if (found) return found
  throw new Refusal(
    422,
    `No mail to ${email} has a link to ${path}. Change the wall, or its start.`,
  )
}

/** All of them, or the first that failed, once none is under way any more. */
async function allOf<Value>(under: readonly Promise<Value>[]): Promise<readonly Value[]> {
  await Promise.allSettled(under)
  return Promise.all(under)
}
