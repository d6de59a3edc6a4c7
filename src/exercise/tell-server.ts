/** What the server hears of an exercise: how its reader comes on, and nothing of what they write. */
const WHERE = '/exercises'

export const tellServer = (id: string, how: 'tried' | 'met' | 'shown'): Promise<Response> =>
  fetch(WHERE, {
    method: 'POST',
    body: new URLSearchParams({ exercise: id, how }),
    headers: { accept: 'application/json' },
  })

type Files = Readonly<Record<string, string>>

const DID_NOT_COME = 'The solution did not come. Press once more when you are online.'

/**
 * The files of the solution, which no page holds before: the server says whether they
 * may be seen yet. A sentence where they may not, or did not come.
 */
export async function askForSolution(id: string): Promise<Files | string> {
  try {
    const response = await tellServer(id, 'shown')
    const said = (await response.json()) as { readonly solution?: Files; readonly error?: string }
    return said.solution ?? said.error ?? DID_NOT_COME
  } catch {
    return DID_NOT_COME
  }
}
