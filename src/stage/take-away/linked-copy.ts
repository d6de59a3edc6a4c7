/** Copies the text that a link leads to. Where that does not work, one goes there and marks it. */
import { copyText } from './copy-text.ts'

/** Answers with what to say of it. */
export async function copyLinked(link: HTMLAnchorElement): Promise<string> {
  const answer = await fetch(link.href).catch(() => null)
  if (!answer?.ok || !(await copyText(await answer.text()))) {
    location.assign(link.href)
    return 'Your browser did not allow it: mark the text, and copy it.'
  }
  link.textContent = 'Copied'
  return 'Copied.'
}
