import type { PlugContext } from 'glasshouse/plug'

export type SmallPlug = (
  context: PlugContext,
) => Response | undefined

/** The answer of the first plug that has one. */
export function runPlugs(
  plugs: readonly SmallPlug[],
  context: PlugContext,
): Response | undefined {
  let last: Response | undefined
  for (const plug of plugs) {
    last = plug(context) ?? last
  }
  return last
}
