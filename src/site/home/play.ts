/** Three requests play by themselves, once. A touch or a key stops them, and a button plays them again. */
const plays = document.querySelector<HTMLElement>('[data-plays]')
const button = plays?.querySelector<HTMLButtonElement>('.plays-again > button')
const mayMove = matchMedia('(prefers-reduced-motion: no-preference)')

if (plays && button && mayMove.matches) {
  const moving = () => plays.getAnimations({ subtree: true })
  const say = () => {
    button.textContent = plays.dataset['still'] === undefined ? 'Stop' : 'Play again'
  }
  const stop = () => {
    plays.dataset['still'] = ''
    say()
  }
  const play = () => {
    delete plays.dataset['still']
    say()
    void Promise.allSettled(moving().map(({ finished }) => finished)).then(() => {
      if (moving().every(({ playState }) => playState === 'finished')) stop()
    })
  }
  // The button is a way of its own to stop it, by a touch or by the keys that press it.
  const byAnything = (event: Event) => {
    const isOnButton = event.target instanceof Node && button.contains(event.target)
    const presses = !(event instanceof KeyboardEvent) || /^(?:Enter| )$/.test(event.key)
    if (!isOnButton || !presses) stop()
  }
  for (const type of ['pointerdown', 'keydown'])
    addEventListener(type, byAnything, { passive: true })
  button.addEventListener('click', () => (plays.dataset['still'] === undefined ? stop() : play()))
  button.hidden = false
  say()
  void Promise.allSettled(moving().map(({ finished }) => finished)).then(stop)
}
