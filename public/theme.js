// What was chosen is set before the page is drawn, so that it does not flash.
try {
  const { dataset } = document.documentElement
  const { 'glasshouse-theme': theme, 'glasshouse-language': language } = localStorage
  if (theme) dataset.theme = theme
  if (language) {
    dataset.language = language
    // Each switch is turned as it comes.
    new MutationObserver(() => {
      for (const input of document.querySelectorAll(`[data-tabs] [value=${dataset.language}]`))
        input.checked = true
    }).observe(document, { childList: true, subtree: true })
  }
} catch {
  // Storage is off: the system decides.
}
