import { Accounts } from '#app/accounts/accounts.ts'
import type { UserScope } from '#app/accounts/scope.ts'
import type { Shown } from '#live/live-view.ts'
import { assign } from '#live/socket.ts'
import type { FormError } from '#trace/form-error.ts'
import { formValue } from '#http/changeset-errors.ts'
import { nested } from '#http/params.ts'
import { realAddressWarning } from '../real-address.ts'
import { defineLiveView } from './app-live.ts'
import { errorsAsTyped } from './errors-as-typed.ts'

/** The two forms of the settings, while somebody fills them in. */
interface SettingsView {
  readonly currentEmail: string
  readonly email: string
  readonly emailErrors: readonly FormError[]
  readonly warning: string | null
  readonly passwordErrors: readonly FormError[]
  readonly hasPassword: boolean
}

type ShownSettings = Shown<'settings', SettingsView>

/** Checks the forms of the settings while they are filled in. In Phoenix: `UserLive.Settings`. */
export const UserSettingsLive = defineLiveView<UserScope, SettingsView, ShownSettings>({
  name: 'UserSettingsLive',

  mount: (_params, _session, socket) => {
    const { email, hashed_password } = socket.assigns.currentScope.user
    const warning = realAddressWarning(email)
    const none = { emailErrors: [], passwordErrors: [] }
    const hasPassword = hashed_password !== null
    return assign(socket, { currentEmail: email, email, warning, hasPassword, ...none })
  },

  handleEvent: {
    // #region validate
    validate_email: async (params, socket) => {
      const { currentScope } = socket.assigns
      const typed = nested(params, 'user')
      // Whether the address is taken is asked once, when the form is sent.
      const changeset = await Accounts.changeUserEmail(currentScope, typed, {
        validateUnique: false,
      })
      const email = formValue(changeset, 'email')
      const warning = realAddressWarning(email) ?? realAddressWarning(currentScope.user.email)
      return assign(socket, { email, warning, emailErrors: errorsAsTyped(changeset, typed) })
    },
    validate_password: async (params, socket) => {
      const typed = nested(params, 'user')
      const changeset = await Accounts.changeUserPassword(socket.assigns.currentScope, typed, {
        hashPassword: false,
      })
      return assign(socket, { passwordErrors: errorsAsTyped(changeset, typed) })
    },
    // #endregion validate
  },

  render: ({ currentEmail, email, emailErrors, warning, passwordErrors, hasPassword }) => ({
    name: 'settings',
    props: { currentEmail, email, emailErrors, warning, passwordErrors, hasPassword },
  }),
})
