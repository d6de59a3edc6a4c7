import {
  assignNew,
  defineHook,
  type Socket,
} from 'glasshouse/plug'

/** What a connection brings along. */
export interface Session {
  /** Finds out who connects. It asks the database. */
  readonly findScope: () => Promise<object>
}

/** Finds out who connects, unless that is known. */
export const mountCurrentScope = defineHook<
  object,
  Session
>(
  'mountCurrentScope',
  async (_params, session, socket) => ({
    cont: await withScope(session, socket),
  }),
)

const withScope = async (
  session: Session,
  socket: Socket,
) => assignNew(socket, 'currentScope', session.findScope)
