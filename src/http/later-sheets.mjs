const IN_USE = /<link rel="stylesheet" href="(?<href>[^"]*\/in-use\.[^"]+\.css)">/g

/**
 * A page that is only read does without the sheet of what happens on a stage. It names the sheet,
 * for the code that wakes the stage; without scripts it is there at once.
 *
 * @param {string} html
 * @returns {string}
 */
export const withLaterSheets = (html) =>
  html.replaceAll(IN_USE, (link, href) => `<noscript data-later="${href}">${link}</noscript>`)
