import { defineWithEdge } from '#stage/answers/edge.ts'
import { announce } from '#stage/answers/announce.ts'
import { Idiomorph } from 'idiomorph'
import type { StreamEvent } from '#trace/stream-event.ts'
import { formFields } from '#stage/answers/form-fields.ts'
import {
  fetchFragments,
  FragmentError,
  isLatest,
  place,
  say,
  type Fragments,
} from '#stage/answers/fragments.ts'
import { pauseAfter, showConnecting } from './connecting.ts'
import {
  connect,
  forget,
  keepAlive,
  leave,
  listen,
  watchConnection,
  type LivePage,
} from './house-events.ts'
import { ownIds } from '#stage/answers/give-own-ids.ts'
import { markBusy, Waiting, WAITING } from '#stage/answers/waiting.ts'

const DEBOUNCE = 300
/** An answer on its way may bring the cookie of a new session: the page asks again after it. */
const BEFORE_REJOIN = 250
/** The server has closed this page. */
const LOST = 410

/** Where a page is sent in place of being connected, and whether nobody had pressed anything: what `glass-go` says. */
export interface Gone {
  readonly href: string
  readonly isUnasked: boolean
}

/**
 * The browser's half of a live view: connects the page, sends what its reader
 * does, and puts what comes back in place. In Phoenix: `LiveSocket`.
 */
class GlassLive extends HTMLElement implements LivePage {
  liveId: string | null = null
  #version = 0
  #joining: Promise<void> | null = null
  #turn = Promise.resolve()
  #waiting: number | undefined
  #isLeaving = false
  readonly #answer = new Waiting((isWaiting) => this.#showWaiting(isWaiting))
  readonly #used = new WeakSet<Element>()
  readonly #ends = new AbortController()

  connectedCallback(): void {
    const { signal } = this.#ends
    this.addEventListener('submit', (event) => this.#submit(event), { signal })
    this.addEventListener('input', ({ target }) => this.#notice(target), { signal })
    addEventListener('pagehide', () => this.#leave(), { signal })
    addEventListener('pageshow', ({ persisted }) => persisted && this.#comeBack(), { signal })
    listen((event) => this.#hear(event), signal)
    watchConnection((isOpen) => this.#follow(isOpen), signal)
    keepAlive(this)
    this.#begin()
    // Somebody may have been typing while this file was on its way.
    for (const field of this.querySelectorAll('input'))
      if (field.value !== field.defaultValue) this.#notice(field)
  }

  disconnectedCallback(): void {
    this.#ends.abort()
    this.#leave()
  }

  /** What the heartbeat found: the server has this page at another version, or has it no longer. */
  catchUp(version: number | undefined): void {
    if (version === undefined) this.#lose()
    else if (version > this.#version) this.#lookAgain()
  }

  /** A page that was kept for its reader goes on where it is; another one connects. */
  #begin(): void {
    const { goesOn } = this.dataset
    if (goesOn !== undefined) {
      this.liveId = goesOn
      connect()
    } else if (this.#connectsAtOnce) void this.#join().catch(ignoreFragmentError)
  }

  get #connectsAtOnce(): boolean {
    return this.dataset.connect === 'load'
  }

  #submit(event: SubmitEvent): void {
    const form = event.target
    // What is being sent is checked by that.
    clearTimeout(this.#waiting)
    if (!(form instanceof HTMLFormElement) || !form.elements.namedItem('_event')) return
    event.preventDefault()
    event.stopPropagation()
    this.#answer.begin()
    void this.#send(formFields(form, event.submitter), (sentence) =>
      say(this.#window, sentence),
    ).finally(() => this.#answer.end())
  }

  /** Somebody has typed into this field. */
  #notice(field: EventTarget | null): void {
    if (!(field instanceof HTMLInputElement)) return
    const { form } = field
    const event = form?.dataset.validate
    if (!form || event === undefined) return
    this.#used.add(field)
    clearTimeout(this.#waiting)
    this.#waiting = window.setTimeout(() => {
      const fields = formFields(form)
      fields.set('_event', event)
      for (const other of form.elements)
        if (other instanceof HTMLInputElement && other.name !== '' && !this.#used.has(other))
          fields.append(unused(other.name), '')
      // Nobody asked for this check: when it fails, sending the form still works.
      void this.#send(fields, () => undefined)
    }, DEBOUNCE)
  }

  /** One after the other, as they were done: a press waits for the answers before it. */
  #send(fields: URLSearchParams, fail: (sentence: string) => void): Promise<void> {
    const attempt = async () => {
      if (this.liveId === null) await this.#join()
      if (this.liveId !== null) await this.#ask(this.liveId, fields)
    }
    this.#turn = this.#turn.then(async () => {
      try {
        await attempt().catch((error: unknown) => {
          if (!(error instanceof FragmentError) || error.status !== LOST) throw error
          this.liveId = null
          return attempt()
        })
      } catch (error) {
        if (!(error instanceof FragmentError)) throw error
        if (!this.#isLeaving) fail(error.message)
      }
    })
    return this.#turn
  }

  #showWaiting(isWaiting: boolean): void {
    markBusy([this], isWaiting)
    announce(this, isWaiting ? WAITING : '')
  }

  #join(): Promise<void> {
    const { path = '', admission } = this.dataset
    const said = { path, ...(admission !== undefined && { admission_token: admission }) }
    this.#joining ??= this.#ask(null, new URLSearchParams(said))
      .then(connect)
      .finally(() => (this.#joining = null))
    return this.#joining
  }

  async #ask(id: string | null, body?: URLSearchParams): Promise<void> {
    const url = new URL(this.dataset.socket ?? '/live', location.href)
    if (id !== null) url.pathname += `/${id}`
    const fragments = await fetchFragments(url.href, 'stage', body && { method: 'POST', body })
    // An event is an act; a page that only connects tells what was known before.
    if (id !== null) isLatest(fragments)
    if (!this.#isLeaving) return this.#take(fragments, id === null)
    // Connected after its reader had left: it would hear what nobody sees.
    const late = id === null ? liveIn(fragments)?.dataset.live : undefined
    if (late !== undefined) forget(late)
  }

  #take(fragments: Fragments, isJoin: boolean): void {
    const go = fragments.get('go')?.querySelector('a')?.getAttribute('href')
    if (go) return this.#go(go, isJoin)
    const live = liveIn(fragments)
    if (live) this.#show(live, isJoin)
    fragments.delete('live')
    fragments.delete('go')
    const event = new CustomEvent('glass-answer', {
      ...{ bubbles: true, cancelable: true, detail: fragments },
    })
    // A stage puts each piece where it puts its own; on a page of its own all is on the page.
    if (this.dispatchEvent(event)) place(fragments, document)
  }

  #show(live: HTMLElement, isJoin: boolean): void {
    const version = Number(live.dataset.version)
    if (!isJoin && live.dataset.live === this.liveId && version < this.#version) return
    this.liveId = live.dataset.live ?? null
    this.#version = version
    if (isJoin) delete this.dataset.goesOn
    // A form that somebody is filling in keeps what its page said until it is checked.
    if (isJoin && !this.#connectsAtOnce) return
    const hadFocus = this.contains(document.activeElement)
    ownIds(live, this)
    void Idiomorph.morph(this, live.innerHTML, {
      morphStyle: 'innerHTML',
      callbacks: {
        beforeAttributeUpdated: (name, element) =>
          !isTyped(name, element) && !isDull(name, element),
      },
    })
    // What was pressed may be gone: the next press should not begin at the top of the page.
    if (hadFocus && !this.contains(document.activeElement)) this.querySelector('button')?.focus()
  }

  #hear({ channel, type, data }: StreamEvent): void {
    if (channel !== 'live' || data.id !== this.liveId) return
    if (type === 'changed' && data.version > this.#version) this.#lookAgain()
    if (type === 'disconnected') this.#lose()
  }

  #lookAgain(): void {
    void this.#ask(this.liveId).catch(ignoreFragmentError)
  }

  /** The stream is gone, or there again: what was said meanwhile is asked for. */
  #follow(isOpen: boolean): void {
    if (this.liveId === null) return
    showConnecting(this, !isOpen)
    if (isOpen) this.#lookAgain()
  }

  /** Connects again, if the hooks let it. */
  #lose(): void {
    this.liveId = null
    this.#rejoin(BEFORE_REJOIN, 1)
  }

  #rejoin(pause: number, tries: number): void {
    setTimeout(() => {
      if (this.#isLeaving || !this.isConnected || this.liveId !== null) return
      this.#join().then(
        () => showConnecting(this, false),
        (error: unknown) => {
          ignoreFragmentError(error)
          // A server that answers has its reasons; one that does not is tried again.
          if (error instanceof FragmentError && error.status !== null && error.status < 500) return
          showConnecting(this, true)
          this.#rejoin(pauseAfter(tries), tries + 1)
        },
      )
    }, pause)
  }

  #leave(): void {
    this.#isLeaving = true
    clearTimeout(this.#waiting)
    // What was kept for its reader may be shown again, by the next step that goes on with it.
    if (this.dataset.goesOn !== undefined) this.liveId = null
    leave(this)
    this.liveId = null
  }

  /** Out of the browser's memory, as it was left. */
  #comeBack(): void {
    this.#isLeaving = false
    keepAlive(this)
    this.#begin()
  }

  #go(href: string, isUnasked: boolean): void {
    const detail: Gone = { href, isUnasked }
    const event = new CustomEvent('glass-go', { bubbles: true, cancelable: true, detail })
    if (!this.dispatchEvent(event)) return
    this.#leave()
    location.assign(href)
  }

  /** What is one person's, of several on a stage. */
  get #window(): ParentNode {
    return this.closest('[data-persona]') ?? document
  }
}

const liveIn = (fragments: Fragments) =>
  fragments.get('live')?.querySelector<HTMLElement>('[data-live]')

/** `user[email]` that nobody has come to yet is `user[_unused_email]`. */
const unused = (name: string) => name.replace(/\[(?<field>\w+)\]$/, '[_unused_$<field>]')

/** Whoever was told to wait waits, whatever is drawn meanwhile. */
const isDull = (name: string, element: Element) =>
  /^(?:aria-disabled|data-dull)$/.test(name) && element.hasAttribute('data-dull')

/** What stands in a field belongs to whoever is typing. */
const isTyped = (attribute: string, element: Element) =>
  attribute === 'value' && element instanceof HTMLInputElement && element.type !== 'hidden'

/** The next heartbeat, or the next event, tries again. */
function ignoreFragmentError(error: unknown): void {
  if (!(error instanceof FragmentError)) throw error
}

defineWithEdge('glass-live', GlassLive)
