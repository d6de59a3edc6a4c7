import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { withLaterSheets } from '../http/later-sheets.mjs'

/** Lessons are only read until their reader acts: each names what a stage needs then. */
export function nameLaterSheets(folder) {
  for (const page of globSync(`${folder}/lessons/**/*.html`))
    writeFileSync(page, withLaterSheets(readFileSync(page, 'utf8')))
}
