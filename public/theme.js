// What was chosen is set before the page is drawn, so that it does not flash.
try {
  const root = document.documentElement
  const theme = localStorage.getItem('glasshouse-theme')
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
  const language = localStorage.getItem('glasshouse-language')
  if (language) {
    root.dataset.language = language
    // Switches are turned as they come.
    const turning = new MutationObserver(() => {
      for (const input of document.querySelectorAll(`[data-tabs=Language] [value="${language}"]`))
        input.checked = true
    })
    turning.observe(root, { childList: true, subtree: true })
    addEventListener('load', () => turning.disconnect())
  }
} catch {
  // Storage is off: the system decides.
}
