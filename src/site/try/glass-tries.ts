/** Ticks what has occurred on the stage beside it, by whatever means, as the server has seen it. */
import { defineWithEdge } from '#stage/answers/edge.ts'
import type { TriesView } from './try-view.ts'

/** What one act brings comes in several pieces. */
const SETTLES = 350

class GlassTries extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined

  connectedCallback(): void {
    const stage = document.getElementById(this.dataset['watches'] ?? '')
    if (!stage) return
    const changes = new MutationObserver(() => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#look(), SETTLES)
    })
    changes.observe(stage, { childList: true, subtree: true })
  }

  async #look(): Promise<void> {
    try {
      const answer = await fetch('/try', { headers: { accept: 'application/json' } })
      if (answer.ok) this.#tick((await answer.json()) as TriesView & { readonly count: string })
    } catch {
      // The server is away: what was ticked stays, and the next answer asks again.
    }
  }

  #tick({ met, groups, count }: TriesView & { readonly count: string }): void {
    const fresh: string[] = []
    for (const one of groups.flatMap(({ tries }) => tries)) {
      const line = this.querySelector<HTMLElement>(`[data-try="${CSS.escape(one.id)}"]`)
      if (!line || !one.met || line.dataset['met'] !== undefined) continue
      line.dataset['met'] = 'new'
      line.querySelector('[data-tries="met"]')!.textContent = ', seen'
      fresh.push(one.says)
    }
    if (fresh.length === 0) return
    this.querySelector('progress')!.value = met
    // Whoever hears it is told what was seen; whoever looks sees the tick.
    this.querySelector('[data-tries="count"]')!.textContent = count
    const said = document.createElement('span')
    said.className = 'visually-hidden'
    said.textContent = `: ${fresh.join(', ')}`
    this.querySelector('[data-tries="count"]')!.append(said)
  }
}

defineWithEdge('glass-tries', GlassTries)
