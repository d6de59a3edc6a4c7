/** One polite sentence for whoever cannot see what changed, in the live region of the stage around a part. */
export function announce(part: Element, sentence: string): void {
  const around = part.closest('.stage-host, .stage') ?? document
  const region = around.querySelector('[data-part="announce"]')
  if (region) region.textContent = sentence
}
