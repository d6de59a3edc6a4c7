import type { LiveView } from '#live/live-view.ts'
import type { GuessLive } from './guess-live.ts'
import type { ScoreFormLive } from './score-form-live.ts'
import type { ScoresLive } from './scores-live.ts'
import type { UserRegistrationLive } from './user-registration-live.ts'
import type { UserSettingsLive } from './user-settings-live.ts'

type Views =
  | typeof GuessLive
  | typeof ScoreFormLive
  | typeof ScoresLive
  | typeof UserRegistrationLive
  | typeof UserSettingsLive

type ShownBy<View> =
  View extends LiveView<never, never, infer Page extends { readonly shown: unknown }>
    ? Page['shown']
    : never

/** What a live page of this app may show. `LiveView.astro` draws each. */
export type Shown = ShownBy<Views>
