/** Sends a form as a page of its own, with the button that was pressed. */
export function sendAsPage(form: HTMLFormElement, { submitter }: SubmitEvent): void {
  if (submitter instanceof HTMLButtonElement && submitter.name !== '') {
    const { name, value } = submitter
    const field = Object.assign(document.createElement('input'), { type: 'hidden', name, value })
    form.append(field)
  }
  form.submit()
}

/** What a form sends, as it would by itself: with the button that was pressed. Files are none of this site. */
export function formFields(
  form: HTMLFormElement,
  submitter: HTMLElement | null = null,
): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [name, value] of new FormData(form, submitter))
    if (typeof value === 'string') fields.append(name, value)
  return fields
}
