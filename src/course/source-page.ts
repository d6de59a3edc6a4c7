/**
 * Every line that a trace can name has an address: `/source/src/app/accounts/user.ts#L31`.
 * The page behind it is made when the site is built, so it shows what runs.
 */
import type { Source } from '#trace/trace-step.ts'

// The halves of Ecto are here to be read. What makes steps is named by none: `src/trace/call-site.ts` leaves it out.
const SHOWN =
  /^(?:migrations|src\/(?:app|changeset|console|course|http|levers|live|pages|repo|sandbox|server|site|visit))\/(?:[\w[\]-]+\/)*[\w[\].-]+\.(?:ts|astro)$|^src\/(?:middleware|router)\.ts$|^(?!src\/)(?:[\w-]+\/)+lessons\/(?:[\w-]+\/){2}twins\.ts$/

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
