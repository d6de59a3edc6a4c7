/**
 * Draws numbers, for games and never for secrets: a sandbox can have been told
 * what it draws. In Elixir: `Enum.random/1`.
 */
export interface Chance {
  /** A whole number from `lowest` to `highest`, both among them. */
  between(lowest: number, highest: number): number
}
