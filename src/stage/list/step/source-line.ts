/**
 * The text of a line that made a step, as this server was built from it. Each
 * file is a module of its own, read when a first step names it and kept: no
 * request waits for the disk.
 */
import { readSource } from 'virtual:glasshouse/traced-sources'
import { faultIn } from '#trace/layers-off.ts'
import type { Source, Trace } from '#trace/trace-step.ts'
import { linesOfFault } from '#visit/stand-ins.ts'

const known = new Map<string, readonly string[]>()

/** What stands in the line, in the house that has run this trace; `null` where nobody knows. */
export async function sourceLine(
  { file, line }: Source,
  trace: Pick<Trace, 'steps'>,
): Promise<string | null> {
  const fault = faultIn(trace)
  const patched = fault === null ? null : await linesOfFault(fault, file)
  if (patched) return patched[line - 1] ?? null
  const lines = known.get(file) ?? (await readSource(file))?.split('\n')
  if (!lines) return null
  known.set(file, lines)
  return lines[line - 1] ?? null
}
