/**
 * Lessons that a browser has kept, each with what it needs in a cache of its
 * own, and the code of the builds that they are of. In other words: a cache
 * with an index, which is bounded.
 */
import {
  BESIDES,
  BUILD,
  filesIn,
  isNoLesson,
  isTakenBack,
  mayBeKept,
  MOST_OF_ONE,
  recordingsIn,
  titleIn,
  tooMany,
  type KeptLesson,
} from './rules.ts'

/** Another form of what is kept begins with nothing. */
const FORM = 'glasshouse-1 '
const OURS = /^glasshouse-/
const OF_LESSON = `${FORM}lesson `
const OF_CODE = `${FORM}code `
/** Beside the page: what the list says of it. No page has this address. */
const ABOUT = '/_kept'
const AT_ONCE = 2

/** What belongs to the build that is served: src/site/offline/write-offline.mjs. */
interface Build {
  readonly id: string
  /** Scripts that a lesson may ask for. */
  readonly code: readonly string[]
  /** The page for what was not kept. */
  readonly page: string
}

interface About extends KeptLesson {
  readonly title: string
  readonly build: string
  readonly etag: string | null
}

interface Surroundings {
  readonly caches: CacheStorage
  readonly fetch: typeof fetch
  readonly now: () => number
}

export class KeptLessons {
  readonly #caches: CacheStorage
  readonly #fetch: typeof fetch
  readonly #now: () => number
  /** One lesson after the other. */
  #keeping: Promise<unknown> = Promise.resolve()

  constructor({ caches, fetch, now }: Surroundings) {
    this.#caches = caches
    this.#fetch = fetch
    this.#now = now
  }

  /** Keeps a lesson as it is now. Answers `false` where the site has taken all this back. */
  keep(path: string): Promise<boolean> {
    const kept = this.#keeping.then(async () => {
      const build = await this.#build()
      if (build === 'taken back') return false
      if (!build) return true
      await this.#keepCode(build)
      await this.#keepLesson(path, build)
      await this.#renewOne(build)
      await this.#makeRoom()
      return true
    })
    this.#keeping = kept.catch(() => undefined)
    return kept
  }

  /** What was kept of an address, or nothing. */
  match(path: string): Promise<Response | undefined> {
    // It was asked for without a cookie, and is the same for everybody.
    return this.#caches.match(path, { ignoreVary: true })
  }

  /** The newest first. */
  async list(): Promise<readonly About[]> {
    const names = (await this.#caches.keys()).filter((name) => name.startsWith(OF_LESSON))
    const all = await Promise.all(names.map((name) => this.#about(name)))
    return all.filter((about) => about !== null).toSorted((a, b) => b.at - a.at)
  }

  /** The page for what is not here. */
  async pageForOthers(): Promise<string | null> {
    const names = (await this.#caches.keys()).filter((name) => name.startsWith(OF_CODE))
    for (const name of names.toReversed()) {
      const page = await (await this.#caches.open(name)).match(BUILD)
      if (page) return page.text()
    }
    return null
  }

  /** Lets go of what was kept in another form, which nobody here can read. */
  async tidy(): Promise<void> {
    const names = (await this.#caches.keys()).filter((name) => OURS.test(name))
    await this.#drop(names.filter((name) => !name.startsWith(FORM)))
  }

  async dropAll(): Promise<void> {
    await this.#drop((await this.#caches.keys()).filter((name) => OURS.test(name)))
  }

  /** Whether the site still has what this keeps. Where no answer comes, it does. */
  async isTakenBack(): Promise<boolean> {
    const answer = await this.#ask(BUILD).catch(() => null)
    return answer !== null && isTakenBack(answer.status, answer.headers.get('content-type'))
  }

  /** Without a cookie: what comes is what anybody gets. */
  #ask(path: string): Promise<Response> {
    return this.#fetch(path, { credentials: 'omit', cache: 'no-cache' })
  }

  async #build(): Promise<Build | 'taken back' | null> {
    const answer = await this.#ask(BUILD)
    if (isTakenBack(answer.status, answer.headers.get('content-type'))) return 'taken back'
    return answer.ok ? ((await answer.json()) as Build) : null
  }

  /** Of each build once: its names say what is in them. */
  async #keepCode({ id, code, page }: Build): Promise<void> {
    const name = OF_CODE + id
    const cache = await this.#caches.open(name)
    if (await cache.match(BUILD)) return
    await this.#keepAll(cache, [...code, ...filesIn(page), ...BESIDES])
    // The last: with it the others are there.
    await cache.put(BUILD, new Response(page))
  }

  async #keepLesson(path: string, build: Build, at = this.#now()): Promise<void> {
    const name = OF_LESSON + path
    const before = await this.#about(name)
    const answer = await this.#ask(path)
    if (isNoLesson(answer.status)) return void (await this.#caches.delete(name))
    if (!mayBeKept(answer)) return
    const etag = answer.headers.get('etag')
    const html = await answer.clone().text()
    const cache = await this.#caches.open(name)
    // The same page names the same files, so it is of this build as well.
    if (before && etag !== null && before.etag === etag) {
      await putAbout(cache, { ...before, at, build: build.id })
      return
    }
    const named = [...filesIn(html), ...recordingsIn(html, path)]
    const files = await this.#keepAll(cache, named)
    const bytes = files.bytes + html.length
    await cache.put(path, answer)
    const facts = { path, at, bytes, title: titleIn(html), build: build.id }
    // What the connection broke off is asked for again with the next visit.
    await putAbout(cache, { ...facts, etag: files.areWhole ? etag : null })
    const wanted = new Set([...files.paths, path, ABOUT])
    for (const { url } of await cache.keys())
      if (!wanted.has(new URL(url).pathname)) await cache.delete(url)
  }

  /**
   * Keeps them, and what those among them name that are pages. What does not
   * come is left out: a lesson can be read without it.
   */
  async #keepAll(cache: Cache, named: readonly string[]) {
    const paths = new Set(named)
    let bytes = 0
    let areWhole = true
    // A set that grows is walked to its end.
    const next = paths.values()
    const keepNext = async () => {
      for (const path of next) {
        const answer = await this.#ask(path).catch(() => null)
        areWhole &&= answer !== null
        if (!answer || !mayBeKept(answer) || bytes > MOST_OF_ONE) continue
        const text = await answer.clone().text()
        bytes += text.length
        await cache.put(path, answer)
        if (/^text\/html/.test(answer.headers.get('content-type') ?? ''))
          for (const file of filesIn(text)) paths.add(file)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, keepNext))
    return { bytes, paths, areWhole }
  }

  /** Of the lessons of an older build one is asked for again with each visit. */
  async #renewOne(build: Build): Promise<void> {
    const all = await this.list()
    const stale = all.find((lesson) => lesson.build !== build.id)
    if (stale) await this.#keepLesson(stale.path, build, stale.at)
    const builds = new Set([build.id, ...(await this.list()).map((lesson) => lesson.build)])
    const names = (await this.#caches.keys()).filter((name) => name.startsWith(OF_CODE))
    await this.#drop(names.filter((name) => !builds.has(name.slice(OF_CODE.length))))
  }

  async #makeRoom(): Promise<void> {
    await this.#drop(tooMany(await this.list()).map((path) => OF_LESSON + path))
  }

  async #drop(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.#caches.delete(name)))
  }

  async #about(name: string): Promise<About | null> {
    const about = await (await this.#caches.open(name)).match(ABOUT)
    return about ? ((await about.json()) as About) : null
  }
}

const putAbout = (cache: Cache, about: About): Promise<void> =>
  cache.put(ABOUT, Response.json(about))
