import { isLesson, WORKER } from './rules.ts'

/** Browsers that are asked to save data keep nothing. Not all of them say so. */
type Connection = Navigator & { readonly connection?: { readonly saveData?: boolean } }

/**
 * Has the lesson at hand kept, to be read without a server. A page that is at
 * rest asks for nothing, and over plain http there is no such worker.
 */
export async function keepLesson(): Promise<void> {
  const { connection } = navigator as Connection
  const mayKeep = import.meta.env.PROD && 'serviceWorker' in navigator && !connection?.saveData
  if (!mayKeep || !isLesson(location.pathname)) return
  await navigator.serviceWorker.register(WORKER)
  const { active } = await navigator.serviceWorker.ready
  active?.postMessage(location.pathname)
}
