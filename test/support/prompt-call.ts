/** What a prompt sends to the server: a name and plain data. */
import type { HttpBrowser } from './http-browser.ts'

export interface Called {
  readonly status: number
  readonly text: string
  readonly answer: {
    readonly ok: boolean
    readonly name?: string
    readonly message?: string
    readonly value?: unknown
  }
  readonly trace: {
    readonly id: string
    readonly title: string
    readonly kind: string
    readonly status: number
    readonly steps: readonly { readonly name: string; readonly layer: string }[]
  }
  readonly error?: string
}

/** Calls a function as the prompt does in Elixir. `more` stands over what it would send. */
export async function call(
  browser: HttpBrowser,
  name: string,
  args: readonly unknown[],
  more: object = {},
): Promise<Called> {
  const body = { name, args, spelling: 'elixir', line: 4, ...more }
  const { status, text, json } = await browser.postJson('/console/calls', body)
  return { status, text, ...(json as unknown as Omit<Called, 'status' | 'text'>) }
}

export const map = (of: object) => ({ $: 'map', of })

/** A row of `users`, as one that was answered before. */
export const userRow = (of: object) => ({ $: 'row', schema: 'User', state: 'loaded', of })

/** The addresses of everybody in the sandbox. */
export const emailsOf = async (browser: HttpBrowser) =>
  ((await browser.getJson('/sandbox/people')).json.users ?? []).map(({ email }) => email)
