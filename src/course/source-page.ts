/**
 * Every line that a trace can name has an address: `/source/src/accounts/user.ts#L31`.
 * The page behind it is made when the site is built, so it shows what runs.
 */
import type { Source } from '#lib/step.ts'

// What makes steps, and what runs below them, is named by none: `src/trace/call-site.ts` leaves it out.
const SHOWN =
  /^(?:migrations|src\/(?:accounts|console|course|layouts|live|pages|sandbox|scores|server|web))\/(?:[\w[\]-]+\/)*[\w[\].-]+\.(?:ts|astro)$|^src\/(?:middleware|router)\.ts$|^content\/lessons\/(?:[\w-]+\/){2}twins\.ts$/

/** Whether there is a page for this file. */
export const hasSourcePage = (file: string): boolean => SHOWN.test(file)

/**
 * Where a line is shown, or `null` where no page shows it.
 *
 * @example
 * sourceHref({ file: 'src/accounts/user.ts', line: 31 })
 * // => '/source/src/accounts/user.ts#L31'
 */
export function sourceHref({ file, line }: Source): string | null {
  return hasSourcePage(file) ? `/source/${file}#L${line}` : null
}
