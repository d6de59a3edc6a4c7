/** What the server says on its own, as far as a stage is concerned. It is heard once there is a server to hear of. */
import { announce } from '#stage/answers/announce.ts'
import { connect, listen } from '#stage/live/house-events.ts'
import { showCount } from './told-bar.ts'

interface Hearer {
  /** Its reader waits for an answer: that says the rest. */
  readonly isActing: () => boolean
  /** The sandbox began again, by another stage or in another tab. */
  readonly reopen: () => void
}

const hearing = new WeakSet<HTMLElement>()

export function hearNews(stage: HTMLElement, { isActing, reopen }: Hearer): void {
  if (!hearing.has(stage))
    listen(({ channel, type, data }) => {
      if (channel === 'sandbox' && type === 'reset') reopen()
      if (channel === 'sandbox' && type === 'ended') showEnd(stage)
      if (channel !== 'mailbox') return
      showCount(stage, data.count, true)
      // After an act of this stage's own reader, the sentence of its trace says so as well.
      if (!isActing()) announce(stage, `A mail has come to ${data.to}: ${data.subject}`)
    })
  hearing.add(stage)
  connect()
}

/** The sandbox is gone. What was typed stays where it is: the next act says what became of it. */
function showEnd(stage: HTMLElement): void {
  const sign = stage.querySelector('[data-time-left]')
  if (sign) sign.textContent = 'is over: your next action makes a fresh one'
}
