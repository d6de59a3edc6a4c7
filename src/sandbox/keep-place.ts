import type { SandboxWriter } from './lever.ts'
import type { Sandbox } from './open-sandbox.ts'

/**
 * Keeps where a sandbox stands in an act, in its row as well.
 *
 * @example
 * await keepPlace(sandbox, sandboxes.writerOf(visitor, sandbox), '{}')
 * sandbox.place.json
 * // => '{}'
 */
export async function keepPlace(
  { place }: Pick<Sandbox, 'place'>,
  writer: Pick<SandboxWriter, 'write'>,
  json: string | null,
): Promise<void> {
  place.keep(json)
  await writer.write({ place: json })
}
