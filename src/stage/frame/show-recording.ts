import { fetchRecording } from '#stage/answers/fetch-recording.ts'
import { place } from '#stage/answers/fragments.ts'
import { tellSettled } from '#stage/answers/settled.ts'

/**
 * Where nobody can act, a Run shows what was recorded of it. Pages of recordings need no server of
 * one's own. Whether there was one.
 */
export async function showRecording(stage: HTMLElement, run: string): Promise<boolean> {
  const { lesson } = stage.dataset
  if (!lesson) return false
  const pieces = await fetchRecording(`/recordings/${lesson}/${run}`).catch(() => null)
  if (!pieces || stage.dataset.busy !== undefined) return false
  place(pieces, stage)
  tellSettled(run)
  return true
}
