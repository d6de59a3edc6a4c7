/** Sends one request as each of several people, one after the other, through the front’s own handler. */
import type { APIContext } from 'astro'
import { Player, type Purpose } from '#course/player.ts'
import { settle } from '#course/settle.ts'
import { cookieName, SESSION } from '#http/cookies.ts'
import { pathFor } from '#http/links.ts'
import { Refusal } from '#lib/refusal.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { caughtBy } from '#trace/guard.ts'
import { pictureOf } from '#trace/picture.ts'
import { untraced } from '#trace/trace.ts'
import { wordsOnFields } from '#trace/words-on-fields.ts'
import type { Trace } from '#trace/trace-step.ts'
import { jarOf } from '../act/jar-of.ts'
import type { Asked } from './asked.ts'
import type { SplitSide } from './split-run.ts'

interface Where {
  readonly context: APIContext
  readonly sandbox: Sandbox
}

/** What came of it for each of them, whose traces and pages are kept as those of any request. */
export function sendAsEach(
  where: Where,
  asked: Asked,
  personas: readonly string[],
): Promise<readonly SplitSide[]> {
  return untraced(async () => {
    const sides: SplitSide[] = []
    for (const persona of personas) sides.push(sideOf(await sendAs(where, asked, persona)))
    return sides
  })
}

export function sideOf(trace: Trace): SplitSide {
  const { end } = pictureOf(trace)
  return {
    ...{ persona: trace.persona, trace: trace.id, status: trace.status ?? 0 },
    ...{ end: end.kind, at: end.floor, caughtBy: caughtBy(trace), words: wordsOnFields(trace) },
  }
}

async function sendAs({ context, sandbox }: Where, asked: Asked, persona: string): Promise<Trace> {
  const { services, clientAddress } = context.locals.front
  const { inside, publicOrigin } = services
  const seen: Trace[] = []
  const player = new Player({
    origin: publicOrigin.origin,
    // What it sets is for nobody’s browser.
    jar: jarOf(context),
    sessionCookie: (own) => cookieName(publicOrigin, SESSION, own),
    send: (request: Request, _purpose: Purpose) =>
      inside.send(request, {
        ...{ clientAddress, runs: null },
        done: (trace) => {
          seen.push(trace)
        },
      }),
  })
  const response = await player.take({ ...asked, path: pathFor(persona, asked.path) })
  // A page is drawn as far as it is read.
  await response.text()
  const [trace] = seen
  if (!trace) throw new Refusal(409, 'The server was not there for it. Send it again.')
  sandbox.traces.add(trace)
  await settle(context.locals, trace, { ofLab: true })
  return trace
}
