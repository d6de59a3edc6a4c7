/**
 * Every line that a trace can name has an address: `/source/src/app/accounts/user.ts#L31`.
 * The page behind it is made when the site is built, so it shows what runs.
 */
import type { Source } from '#trace/trace-step.ts'

// What makes steps, and what runs below them, is named by none: `src/trace/call-site.ts` leaves it out.
const SHOWN =
  /^(?:migrations|src\/(?:app|course|http|levers|live|pages|sandbox|server|site|visit))\/(?:[\w[\]-]+\/)*[\w[\].-]+\.(?:ts|astro)$|^src\/(?:middleware|router)\.ts$|^content\/lessons\/(?:[\w-]+\/){2}twins\.ts$/

/**
 * Whether there is a page for this file.
 *
 * @example
 * hasSourcePage('src/app/accounts/user.ts')
 * // => true
 */
export const hasSourcePage = (file: string): boolean => SHOWN.test(file)

/**
 * Where a line is shown, or `null` where no page shows it.
 *
 * @example
 * sourceHref({ file: 'src/app/accounts/user.ts', line: 31 })
 * // => '/source/src/app/accounts/user.ts#L31'
 */
export function sourceHref({ file, line }: Source): string | null {
  return hasSourcePage(file) ? `/source/${file}#L${line}` : null
}
