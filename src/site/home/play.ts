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
  // The button is a way of its own to stop it.
  const byAnything = ({ target }: Event) => {
    if (!(target instanceof Node && button.contains(target))) stop()
  }
  for (const type of ['pointerdown', 'keydown'])
    addEventListener(type, byAnything, { passive: true })
  button.addEventListener('click', () => (plays.dataset['still'] === undefined ? stop() : play()))
  button.hidden = false
  say()
  void Promise.allSettled(moving().map(({ finished }) => finished)).then(stop)
}
