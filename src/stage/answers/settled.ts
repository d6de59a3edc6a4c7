/**
 * A step is settled once its reader may see what it did: they ran it, or asked
 * to be shown. What explains the step then opens, wherever in the page it is.
 */
const SETTLED = 'glasshouse-settled'

/** Tells the page that a step, `ana-comes-in.2`, is settled. */
export function tellSettled(step: string): void {
  document.dispatchEvent(new CustomEvent(SETTLED, { detail: step }))
}

/** Hears of every step that is settled from now on, until `signal` ends it. */
export function whenSettled(hear: (step: string) => void, signal: AbortSignal): void {
  document.addEventListener(
    SETTLED,
    (event) => {
      if (event instanceof CustomEvent && typeof event.detail === 'string') hear(event.detail)
    },
    { signal },
  )
}
