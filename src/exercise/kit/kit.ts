/** What the code of an exercise may import, by the names that stand in it: what these modules export. */
import * as library from '#runner/library.ts'
import * as forChecks from '../check.ts'
import type { Exports } from '../link.ts'
import * as given from './given.ts'
import * as plug from './plug.ts'

/** Of every exercise. */
export const KIT: Readonly<Record<string, Exports>> = {
  'glasshouse/changeset': library,
  'glasshouse/exercise': forChecks,
  'glasshouse/given': given,
  'glasshouse/plug': plug,
  // Types are all that an exercise takes of it. The repo itself is given to its checks.
  'glasshouse/repo': {},
}
