/** Shows the words that hold what is typed, while it is typed. `?q=` in the address types it. */

/** Says how many are left. A word is looked for in all that stands in its entry. */
export function filterWords(form: HTMLFormElement): void {
  const field = form.querySelector('input')
  const said = form.querySelector('output')
  if (!field || !said) return
  const words = [...document.querySelectorAll<HTMLElement>('[data-word]')]
  const letters = [...document.querySelectorAll<HTMLElement>('[data-letter]')]

  const filter = () => {
    const wanted = plain(field.value)
    for (const word of words) word.hidden = !plain(word.textContent).includes(wanted)
    for (const letter of letters) letter.hidden = !letter.querySelector('[data-word]:not([hidden])')
    const count = words.filter(({ hidden }) => !hidden).length
    said.textContent = wanted === '' ? '' : sentence(count, words.length)
  }

  const asked = new URLSearchParams(location.search).get('q')
  if (asked) field.value = asked
  field.addEventListener('input', filter)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    filter()
  })
  // A link to a word that is hidden shows it again.
  addEventListener('hashchange', () => {
    const word = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (!word?.hidden) return
    field.value = ''
    filter()
    word.scrollIntoView()
  })
  filter()
}

/** Without capitals, accents and what a line breaks at. */
const plain = (text: string) =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim()

function sentence(count: number, all: number): string {
  if (count === 0) return 'No word of the glossary holds that.'
  return `${count} of ${all} words`
}
