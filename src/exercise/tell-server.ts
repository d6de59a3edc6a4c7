/** What the server hears of an exercise: how its reader comes on, and nothing of what they write. */
const WHERE = '/exercises'

type How = 'tried' | 'met' | 'explained' | 'shown'

const tell = (id: string, how: How): Promise<Response> =>
  fetch(WHERE, {
    method: 'POST',
    body: new URLSearchParams({ exercise: id, how }),
    headers: { accept: 'application/json' },
    // Whoever leaves at once has done it all the same.
    keepalive: true,
  })

/** Tells it, and answers what the card of the exercise says from now on. What is not kept says nothing. */
export async function tellServer(id: string, how: Exclude<How, 'shown'>): Promise<string> {
  try {
    const { exercise } = (await (await tell(id, how)).json()) as {
      readonly exercise?: { readonly says: string }
    }
    return exercise?.says ?? ''
  } catch {
    return ''
  }
}

type Files = Readonly<Record<string, string>>

const DID_NOT_COME = 'The solution did not come. Press once more when you are online.'

/**
 * The files of the solution, which no page holds before: the server says whether they
 * may be seen yet. A sentence where they may not, or did not come.
 */
export async function askForSolution(id: string): Promise<Files | string> {
  try {
    const response = await tell(id, 'shown')
    const said = (await response.json()) as { readonly solution?: Files; readonly error?: string }
    return said.solution ?? said.error ?? DID_NOT_COME
  } catch {
    return DID_NOT_COME
  }
}
