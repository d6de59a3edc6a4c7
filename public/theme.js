// A chosen theme is set before the page is drawn, so that it does not flash.
try {
  const theme = localStorage.getItem('glasshouse-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is off: the system decides.
}
