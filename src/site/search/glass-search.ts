import { defineWithEdge } from '#stage/answers/edge.ts'
import { addressOf } from './address.ts'
import { searchFrom, type AskSearch } from './ask-index.ts'
import { drawChip, drawResult, say } from './draw.ts'
import { isKind } from './record.ts'
import type { Asked, SearchAnswer } from './search.ts'
import { foundInWords } from './words.ts'

/** Long enough for a word to be typed, short enough not to be waited for. */
const PAUSE = 110

/** Answers while its reader types. In the box that the key opens it leads the page around that. */
class GlassSearch extends HTMLElement {
  #ask: AskSearch = searchFrom(null)
  #last = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #kind: Asked['kind'] = null
  #tag: string | null = null

  connectedCallback(): void {
    this.#bringIndex()
    const { searchParams } = new URL(location.href)
    const kind = searchParams.get('kind')
    this.#kind = isKind(kind) ? kind : null
    this.#tag = searchParams.get('tag')
    this.addEventListener('input', () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#answer(), PAUSE)
    })
    this.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#answer()
    })
    this.addEventListener('click', (event) => this.#press(event))
    this.addEventListener('keydown', (event) => this.#move(event))
    if (this.#isFramed) this.#field.focus()
  }

  /** The box is opened to search. On a page of its own the server has answered, until somebody stirs. */
  #bringIndex(): void {
    const stirred = new AbortController()
    const bring = () => {
      stirred.abort()
      this.#ask = searchFrom(this.dataset.index ?? null)
    }
    if (this.#isFramed) return bring()
    for (const type of ['pointermove', 'focusin', 'input'])
      document.addEventListener(type, bring, { signal: stirred.signal, passive: true })
  }

  get #isFramed(): boolean {
    return this.dataset.framed !== undefined
  }

  get #field(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>('input[type="search"]')!
  }

  #press(event: MouseEvent): void {
    const { target, metaKey, ctrlKey, shiftKey, altKey, button } = event
    if (!(target instanceof Element) || metaKey || ctrlKey || shiftKey || altKey || button !== 0)
      return
    if (target.closest('[data-again]')) return void this.#answer()
    const link = target.closest('a')
    if (!link) return
    const { chip, value = '', word } = link.dataset
    if (word !== undefined) this.#askFor({ q: word, kind: null, tag: null })
    else if (chip === 'kind')
      this.#askFor({ kind: this.#kind === value ? null : (value as Asked['kind']) })
    else if (chip === 'tag') this.#askFor({ tag: this.#tag === value ? null : value })
    else if (this.#isFramed) this.#lead(link.href)
    else return
    event.preventDefault()
  }

  #askFor({ q = this.#field.value, kind = this.#kind, tag = this.#tag }: Partial<Asked>): void {
    this.#field.value = q
    this.#kind = kind
    this.#tag = tag
    this.#field.focus()
    void this.#answer()
  }

  /** The page around the box goes there; where it is there already, it goes to the place. */
  #lead(href: string): void {
    closeBox()
    parent.location.assign(href)
  }

  #move(event: KeyboardEvent): void {
    const { key, target } = event
    if (key === 'Escape' && this.#isFramed) {
      event.preventDefault()
      return closeBox()
    }
    if (key !== 'ArrowDown' && key !== 'ArrowUp') return
    const stops = [this.#field, ...this.querySelectorAll<HTMLElement>('[data-results] a')]
    const at = stops.findIndex((stop) => stop === target)
    const next = stops[at + (key === 'ArrowDown' ? 1 : -1)]
    if (at < 0 || !next) return
    event.preventDefault()
    next.focus()
    next.closest('.found')?.scrollIntoView({ block: 'nearest' })
  }

  async #answer(): Promise<void> {
    clearTimeout(this.#timer)
    const mine = (this.#last += 1)
    const asked = { q: this.#field.value, kind: this.#kind, tag: this.#tag }
    this.#results.setAttribute('aria-busy', 'true')
    const found = await this.#ask(asked).catch(() => null)
    // Something else is asked by now.
    if (mine !== this.#last) return
    this.#results.removeAttribute('aria-busy')
    this.#show('away', found === null)
    if (found === null) return say(this, 'status', [])
    this.#draw(found, asked)
    if (!this.#isFramed)
      history.replaceState(null, '', addressOf({ ...asked, q: found.query.text }))
  }

  get #results(): HTMLElement {
    return this.querySelector<HTMLElement>('[data-results]')!
  }

  #draw(found: SearchAnswer, asked: Asked): void {
    const { query, kinds, tags, results, near, total } = found
    const isEmpty = query.text === '' && asked.kind === null && asked.tag === null
    this.#results.replaceChildren(...results.map((one) => drawResult(this, one, query.words)))
    say(this, 'status', [foundInWords(found)])
    this.#show('empty', isEmpty)
    this.#show('nothing', !isEmpty && total === 0)
    this.#show('chips', kinds.length > 0)
    this.#show('near', near.length > 0)
    say(this, 'near', near.map(wordLink))
    this.#drawChips('kind', kinds, asked)
    this.#drawChips('tag', tags, asked)
  }

  #drawChips(
    name: 'kind' | 'tag',
    counted: readonly { readonly name: string; readonly count: number }[],
    asked: Asked,
  ): void {
    const chips = counted.map(({ name: value, count }) => {
      const isChosen = asked[name] === value
      const href = addressOf({ ...asked, [name]: isChosen ? null : value })
      return drawChip(this, { name, value, count, href, isChosen })
    })
    this.querySelector(`[data-chips-of="${name}"]`)?.replaceChildren(...chips)
  }

  #show(what: string, isShown: boolean): void {
    const part = this.querySelector<HTMLElement>(`[data-${what}]`)
    if (part) part.hidden = !isShown
  }
}

function wordLink(word: string): HTMLAnchorElement {
  const link = document.createElement('a')
  link.href = addressOf({ q: word, kind: null, tag: null })
  link.dataset.word = word
  link.textContent = word
  return link
}

function closeBox(): void {
  frameElement?.closest('dialog')?.close()
}

defineWithEdge('glass-search', GlassSearch)
