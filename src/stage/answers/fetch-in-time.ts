/** How long an answer may take, in milliseconds. A connection can be gone without a word. */
const DEADLINE = 20_000

/** As `fetch`, with the text of the answer. Throws when it has not come whole in twenty seconds. */
export async function fetchInTime(
  url: string,
  init: RequestInit = {},
): Promise<{ readonly response: Response; readonly text: string }> {
  const deadline = new AbortController()
  const giveUp = () => deadline.abort()
  const timer = setTimeout(giveUp, DEADLINE)
  init.signal?.addEventListener('abort', giveUp)
  if (init.signal?.aborted) giveUp()
  try {
    const response = await fetch(url, { ...init, signal: deadline.signal })
    return { response, text: await response.text() }
  } finally {
    clearTimeout(timer)
    init.signal?.removeEventListener('abort', giveUp)
  }
}
