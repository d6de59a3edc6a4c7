type Attributes = Readonly<Record<string, string | boolean>>
type Child = Node | string | null

/** An element with its attributes and what stands in it. Text stays text, whatever is in it. */
export function draw<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, '')
    else if (value !== false) made.setAttribute(key, value)
  }
  made.append(...children.filter((child) => child !== null))
  return made
}

/** A button of the house that sends nothing. */
export const button = (look: 'primary' | 'plain' | 'quiet', words: string): HTMLButtonElement =>
  draw(
    'button',
    { type: 'button', class: look === 'primary' ? 'button' : `button button-${look}` },
    words,
  )
