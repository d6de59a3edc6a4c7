/** A pipeline that does not stop at an answer. */
import {
  isUserScope,
  type Scope,
} from '#app/accounts/scope.ts'
import { ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { span } from '#trace/trace.ts'
import type { Twins } from '#course/twin.ts'

/** A request that may be answered once. */
interface Conn {
  readonly scope: Scope
  readonly send: (answer: Response) => Promise<void>
}

type Handler = (conn: Conn) => Promise<Response | void>

class AlreadySentError extends Error {
  override readonly name = 'AlreadySentError'
}

function connOf(scope: Scope): Conn {
  let sent = false
  const report = {
    layer: 'context',
    name: 'Conn.send',
    tag: 'context.Conn.send',
    source: null,
  } as const
  const send = ({ status }: Response) =>
    span(
      { ...report, detail: `an answer with ${status}` },
      () => {
        if (sent)
          throw new AlreadySentError(
            'the response was already sent',
          )
        sent = true
      },
    )
  return { scope, send }
}

// #region goes-on
async function runAll(
  handlers: readonly Handler[],
  conn: Conn,
) {
  for (const handler of handlers) {
    const answer = await handler(conn)
    if (answer) await conn.send(answer)
  }
}
// #endregion goes-on

const requireSomebody: Handler = ({ scope }) =>
  span(
    {
      layer: 'plug',
      name: 'requireSomebody',
      tag: 'plug.requireSomebody',
      source: null,
    },
    () =>
      isUserScope(scope)
        ? undefined
        : new Response(null, { status: 303 }),
    (answer) =>
      answer ? { detail: 'answered 303' } : {},
  )

function page({ user }: Scope) {
  const whose = user?.email ?? 'nobody'
  return Promise.resolve(`The settings of ${whose}.`)
}

const Twin = context('Twin', { page })

const showPage: Handler = async ({ scope }) =>
  new Response(await Twin.page(scope))

export const twins: Twins = {
  'answers-and-goes-on': {
    title: 'An answer, and no stop',
    note: 'This twin runs a plug and a page, one after the other, whatever the plug says.',
    fields: [],
    button: 'Open the settings',
    needs: 'nobody',
    run: async (scope) => {
      await runAll(
        [requireSomebody, showPage],
        connOf(scope),
      )
      return ok('One answer, of the page.')
    },
  },
}
