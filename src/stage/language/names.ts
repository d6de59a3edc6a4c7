/** What a reader may choose: one language, or both beside each other. */
export const BOTH = 'Both'
export const LANGUAGES = ['TypeScript', 'Elixir', BOTH] as const

export type Language = (typeof LANGUAGES)[number]

/**
 * The language of a tab by its name. Whatever is called otherwise, as after a file, is in the language
 * of this house.
 *
 * @example
 * ['scope.ts', 'Elixir', 'Both'].map(languageOf)
 * // => ['TypeScript', 'Elixir', 'Both']
 */
export const languageOf = (tab: string): Language =>
  tab === 'Elixir' || tab === BOTH ? tab : 'TypeScript'
