/** Plays steps of an act inside the server, as the visitor whose request asks for it. */
import type { APIContext } from 'astro'
import { type CookieJar, Player } from '#course/player.ts'
import { cookieName, dropCookie, keepCookie, readSetCookie, SESSION } from '#http/cookies.ts'
import { FRAGMENT_HEADER } from '#http/fragment.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import type { Trace } from '#trace/trace-step.ts'
import { jarOf } from './jar-of.ts'
import { promptOf } from './prompt-of.ts'

/** What became of a step. */
export interface Played {
  readonly response: Response
  /** `null` for what nobody watches, such as looking at a mail. */
  readonly trace: Trace | null
  /** What was done, watched or not; `null` where nothing was. */
  readonly seen: Trace | null
  /** Whether anything is otherwise since: rows, mails, the clock, who is logged in. */
  readonly changed: boolean
}

export class InsidePlayer {
  readonly #context: APIContext
  readonly #sandbox: Sandbox
  readonly #jar: CookieJar
  readonly #pages: Map<string, string>

  /** `pages` are those that steps before have connected, by their address. */
  constructor(context: APIContext, sandbox: Sandbox, pages: Readonly<Record<string, string>> = {}) {
    this.#context = context
    this.#sandbox = sandbox
    this.#jar = jarOf(context)
    this.#pages = new Map(Object.entries(pages))
  }

  /** The live pages that are connected now. */
  get pages(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#pages)
  }

  /** `runs` is the name of the step for one that is watched; what only leads there is followed to its end. */
  async play(
    runs: string | null,
    lesson: string,
    act: (player: Player) => Promise<Response>,
  ): Promise<Played> {
    const seen: { trace: Trace; changed: boolean }[] = []
    const player = this.#player(runs, (trace, changed) => seen.push({ trace, changed })).at({
      lesson,
      ...(runs !== null && { step: runs }),
    })
    const before = await this.#state()
    const first = await act(player)
    const changed = seen.some((each) => each.changed)
    const last = seen.at(-1)?.trace ?? null
    const trace = runs === null ? null : last
    const response = runs === null ? await player.follow(first) : first
    return { response, trace, seen: last, changed: changed || before !== (await this.#state()) }
  }

  /** Gives the browser the session that a step has copied for a persona; what answers set it has already. */
  giveSession(persona: string): void {
    const { cookies, locals } = this.#context
    const name = cookieName(locals.front.services.publicOrigin, SESSION, persona)
    const value = this.#jar.get(name)
    if (value === undefined) dropCookie(cookies, name)
    else if (cookies.get(name)?.value !== value) keepCookie(cookies, name, value)
  }

  #player(runs: string | null, done: (trace: Trace, changed: boolean) => void): Player {
    const { locals, request } = this.#context
    const { inside, publicOrigin } = locals.front.services
    const { clientAddress } = locals.front
    const passedOn = ['accept', FRAGMENT_HEADER].flatMap((name) => {
      const value = request.headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    return new Player({
      origin: publicOrigin.origin,
      jar: this.#jar,
      pages: this.#pages,
      headers: Object.fromEntries(passedOn),
      sessionCookie: (persona) => cookieName(publicOrigin, SESSION, persona),
      prompt: promptOf(this.#sandbox),
      send: async (request, purpose) => {
        const isRun = purpose === 'act' && runs !== null
        const from = { clientAddress, runs: isRun ? runs : null }
        const response = await inside.send(request, {
          ...from,
          done: purpose === 'act' ? done : () => undefined,
        })
        this.#mirror(response)
        return response
      },
    })
  }

  /** What an answer sets is set for the browser, for as long as it says. */
  #mirror({ headers }: Response): void {
    const { cookies } = this.#context
    for (const { name, value, maxAge } of headers.getSetCookie().map(readSetCookie)) {
      if (maxAge === 0) dropCookie(cookies, name)
      else keepCookie(cookies, name, decodeURIComponent(value), maxAge ?? undefined)
    }
  }

  /** What is neither a row nor a trace, and a later step may depend on. */
  async #state(): Promise<string> {
    const { clock, mailbox, settings, migrations, bending } = this.#sandbox
    const [newest] = await mailbox.list()
    const { publicOrigin, live } = this.#context.locals.front.services
    const pages = [...this.#pages.values()].map((id) => live.versionOf(id))
    const own = cookieName(publicOrigin, SESSION)
    const sessions = [...this.#jar].filter(([name]) => name.startsWith(own)).sort()
    return JSON.stringify([
      ...[clock.offset, newest?.id, settings.registrationWithPassword, migrations.pending],
      ...[bending.json, pages],
      sessions,
    ])
  }
}
