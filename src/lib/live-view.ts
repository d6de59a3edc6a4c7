/** What a live view shows: which component, and what it is given. Plain data, drawn by a page. */

export interface GuessView {
  readonly email: string
  readonly score: number
  readonly message: string
  /** `12:03:44`, by the sandbox's clock, UTC. */
  readonly time: string
  /** Whether the number was found: then the game is over. */
  readonly correct: boolean
  readonly guesses: number
  /** Of the finished game, once it is saved. */
  readonly saved: boolean
}

interface Views {
  readonly guess: GuessView
}

export type Shown = {
  readonly [Name in keyof Views]: { readonly name: Name; readonly props: Views[Name] }
}[keyof Views]
