import type { APIRoute } from 'astro'
import { importedInNumbers } from '#course/imported.ts'
import { courseMessages } from '#course/messages.ts'
import { ProgressFileError, readProgressFile, type BroughtRecords } from '#course/progress-file.ts'
import { progressFacts, progressOf } from '#course/progress-view.ts'
import { text } from '#http/params.ts'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { Refusal } from '#lib/refusal.ts'

export const prerender = false

/**
 * Takes a file that another browser has exported: `file` of a form, or a field
 * of the same name. What is here stays; of a file with a mistake nothing is taken.
 */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { locals } = context
  const { params, visitor, front } = locals
  const brought = read(text(params, 'file') ?? '')
  if (!visitor) throw new Error('/progress/import: an action has a visitor.')
  const { written, known } = await front.services.progress.merge(visitor, brought.records)
  const imported = { written, known, unknown: brought.unknown }
  const facts = { progress: progressFacts(await progressOf(locals)) }
  const message = courseMessages.progress_imported(importedInNumbers(imported))
  return redirect(context, '/progress', message, facts)
}

function read(file: string): BroughtRecords {
  if (file === '') throw new Refusal(422, 'Choose the file that you have exported.')
  try {
    return readProgressFile(file)
  } catch (error) {
    if (!(error instanceof ProgressFileError)) throw error
    throw new Refusal(422, `${error.message} Nothing was changed.`)
  }
}
