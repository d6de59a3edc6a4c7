import { globSync, readFileSync, writeFileSync } from 'node:fs'

/** Scripts of `public/` are sent as they are, before anything is drawn: without what only their readers here need. */
export function leaveOutComments(folder) {
  for (const script of globSync(`${folder}/*.js`)) {
    const code = readFileSync(script, 'utf8')
    writeFileSync(script, code.replaceAll(/^ *\/\/.*\n/gm, '').replaceAll(/^ +/gm, ''))
  }
}
