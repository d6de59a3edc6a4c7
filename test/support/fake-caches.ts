/** As far as a worker uses them: caches by addresses, in memory. */

const ORIGIN = 'https://course.example'
const absolute = (path: string) => new URL(path, ORIGIN).href

export class FakeCache {
  readonly answers = new Map<string, Response>()

  put(path: string, answer: Response): Promise<void> {
    this.answers.set(absolute(path), answer)
    return Promise.resolve()
  }

  match(path: string): Promise<Response | undefined> {
    return Promise.resolve(this.answers.get(absolute(path))?.clone())
  }

  keys(): Promise<readonly { readonly url: string }[]> {
    return Promise.resolve([...this.answers.keys()].map((url) => ({ url })))
  }

  delete(url: string): Promise<boolean> {
    return Promise.resolve(this.answers.delete(url))
  }
}

export class FakeCaches {
  readonly all = new Map<string, FakeCache>()

  open(name: string): Promise<FakeCache> {
    const cache = this.all.get(name) ?? new FakeCache()
    this.all.set(name, cache)
    return Promise.resolve(cache)
  }

  keys(): Promise<string[]> {
    return Promise.resolve([...this.all.keys()])
  }

  delete(name: string): Promise<boolean> {
    return Promise.resolve(this.all.delete(name))
  }

  async match(path: string): Promise<Response | undefined> {
    for (const cache of this.all.values()) {
      const answer = await cache.match(path)
      if (answer) return answer
    }
    return undefined
  }
}

/** An answer as `fetch` gives it for an address of the same origin. */
export function basic(text: string, status: number, headers: Readonly<Record<string, string>>) {
  const answer = new Response(text, { status, headers })
  const clone = answer.clone.bind(answer)
  const typed = (one: Response) => Object.defineProperty(one, 'type', { value: 'basic' })
  answer.clone = () => typed(clone())
  return typed(answer)
}
