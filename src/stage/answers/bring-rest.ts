import { fetchRecording } from './fetch-recording.ts'

/**
 * Brings what a page leaves out of the recording that it shows: its data, and
 * its house in the forms of a phone. A run of the reader brings its own.
 */
export async function bringRest(stage: ParentNode): Promise<void> {
  const data = stage.querySelector<HTMLElement>('[data-part="data"]')
  const { rest } = data?.dataset ?? {}
  if (!data || rest === undefined || data.childElementCount > 0) return
  const pieces = await fetchRecording(rest)
  // Somebody else may have brought it meanwhile, or a run.
  if (data.childElementCount > 0) return
  data.append(...(pieces.get('data')?.childNodes ?? []))
  const forms = pieces.get('house')?.querySelectorAll('template') ?? []
  stage.querySelector('[data-part="house"]')?.append(...forms)
}
