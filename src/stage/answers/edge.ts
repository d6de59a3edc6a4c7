/**
 * The edge of an element of ours. What goes wrong inside stops there: the part
 * goes on as its server made it, with links and forms that need no script, and
 * the rest of the page does not notice.
 */
export const FALLEN = 'glasshouse-fallen'

type Class = new () => HTMLElement & { connectedCallback?(): void; disconnectedCallback?(): void }

/** As `customElements.define`, with an edge around whatever the element does. */
export function defineWithEdge(name: string, Inside: Class): void {
  class WithEdge extends Inside {
    #ends = new AbortController()

    override connectedCallback(): void {
      this.#ends = new AbortController()
      this.#within(() => super.connectedCallback?.())
    }

    override disconnectedCallback(): void {
      this.#within(() => super.disconnectedCallback?.())
      // Whatever comes back hears everything once.
      this.#ends.abort()
    }

    override addEventListener(
      type: string,
      listener: EventListenerOrEventListenerObject,
      options: AddEventListenerOptions | boolean = {},
    ): void {
      const { signal, ...rest } = typeof options === 'boolean' ? { capture: options } : options
      const ends = AbortSignal.any(signal ? [signal, this.#ends.signal] : [this.#ends.signal])
      const hear = (event: Event) =>
        this.#within(() =>
          typeof listener === 'function' ? listener.call(this, event) : listener.handleEvent(event),
        )
      super.addEventListener(type, hear, { ...rest, signal: ends })
    }

    #within(work: () => unknown): void {
      try {
        work()
      } catch (error) {
        this.#ends.abort()
        this.dispatchEvent(new CustomEvent(FALLEN, { bubbles: true, detail: error }))
      }
    }
  }
  customElements.define(name, WithEdge)
}
