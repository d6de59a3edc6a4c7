/** The strip of somebody who stands inside a run: what happens there, and nothing of how it ended. */
export function stripOfStep(layer: string, name: string, said: string): HTMLElement {
  const strip = document.createElement('div')
  strip.className = 'strip strip-step'
  strip.dataset.layer = layer
  const mark = document.createElement('span')
  mark.className = 'strip-mark'
  mark.textContent = '→'
  mark.ariaHidden = 'true'
  const words = document.createElement('p')
  const sentence = document.createElement('strong')
  sentence.className = 'strip-sentence'
  sentence.textContent = name
  const below = document.createElement('span')
  below.className = 'strip-below'
  below.textContent = said
  words.append(sentence, below)
  strip.append(mark, words)
  return strip
}
