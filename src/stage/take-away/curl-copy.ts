/** Copies a trace's request as a command. Without this it can be marked and copied by hand. */
import { copyText } from './copy-text.ts'

/** Shows the button, and names the server that shows the page: one built for everybody cannot know it. */
export function offerCopy(trace: HTMLElement): void {
  const curl = trace.querySelector<HTMLElement>('.trace-curl')
  const code = curl?.querySelector('code')
  const button = buttonOf(trace)
  if (!code || !button) return
  code.textContent = code.textContent.replaceAll(curl?.dataset.origin ?? '', location.origin)
  button.hidden = false
}

/** Answers with what to say of it. */
export async function copy(trace: HTMLElement): Promise<string> {
  const button = buttonOf(trace)
  if (!(await copyText(trace.querySelector('.trace-curl pre')?.textContent ?? '')))
    return 'Your browser did not allow it: mark the text, and copy it.'
  if (button) button.textContent = 'Copied'
  return 'Copied.'
}

const buttonOf = (trace: HTMLElement) => trace.querySelector<HTMLElement>('[data-copy]')
