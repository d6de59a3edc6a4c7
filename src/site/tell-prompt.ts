/** Tells each prompt of the page that something was done beside it: an act that begins logs somebody in. */
import { BESIDE } from '#console/called.ts'
import { whenSettled } from '#stage/answers/settled.ts'

const asLongAsThePage = new AbortController().signal

whenSettled(() => {
  for (const prompt of document.querySelectorAll('glass-console'))
    prompt.dispatchEvent(new Event(BESIDE))
}, asLongAsThePage)
