// What was chosen is set before the page is drawn, so that it does not flash.
try {
  const { dataset } = document.documentElement
  const { 'glasshouse-theme': theme, 'glasshouse-language': language } = localStorage
  if (theme) dataset.theme = theme
  if (language) {
    dataset.language = language
    // Each switch is turned as the parser brings it.
    new MutationObserver(() => {
      for (const tab of document.querySelectorAll(`[data-tabs] [value=${dataset.language}]`))
        tab.checked = true
    }).observe(document, { childList: true, subtree: true })
  }
} catch {
  // Storage is off: the system decides.
}
