/** What the code of an exercise may import, by the names that stand in it. */
import { defineHook } from '#live/live-session.ts'
import { assign, assignNew, newSocket, putFlash, redirectTo } from '#live/socket.ts'
import { check } from '../check.ts'
import type { Exports } from '../link.ts'
import { changesetKit } from './changeset.ts'
import {
  ana,
  bo,
  insertPeople,
  isUserScope,
  scopeForUser,
  scopeForVisitor,
  users,
} from './given.ts'
import { contextOf, definePlug, runPlugs } from './plug.ts'

const givenKit = {
  ...{ ana, bo, insertPeople, isUserScope, scopeForUser, scopeForVisitor, users },
} satisfies typeof import('glasshouse/given')

const plugKit = {
  ...{ contextOf, definePlug, runPlugs, defineHook },
  ...{ assign, assignNew, newSocket, putFlash, redirectTo },
} satisfies typeof import('glasshouse/plug')

/** Of every exercise. */
export const KIT: Readonly<Record<string, Exports>> = {
  'glasshouse/changeset': changesetKit,
  'glasshouse/exercise': { check },
  'glasshouse/given': givenKit,
  'glasshouse/plug': plugKit,
  // Types are all that an exercise takes of it.
  'glasshouse/repo': {},
}
