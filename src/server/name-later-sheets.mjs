import { globSync, readFileSync, writeFileSync } from 'node:fs'

const IN_USE = /<link rel="stylesheet" href="(?<href>[^"]*\/in-use\.[^"]+\.css)">/g

/**
 * A lesson that is only read does without the sheet of what happens on a stage.
 * Its page names it, for the code that wakes the stage; without scripts it is
 * there at once.
 */
export function nameLaterSheets(folder) {
  for (const page of globSync(`${folder}/lessons/**/*.html`)) {
    const html = readFileSync(page, 'utf8')
    writeFileSync(
      page,
      html.replaceAll(IN_USE, (link, href) => `<noscript data-later="${href}">${link}</noscript>`),
    )
  }
}
