import { Accounts } from '#app/accounts/accounts.ts'
import { isUserScope, type Scope } from '#app/accounts/scope.ts'
import type { Shown } from '#live/live-view.ts'
import { assign, redirectTo } from '#live/socket.ts'
import type { FormError } from '#trace/form-error.ts'
import { formValue } from '#http/changeset-errors.ts'
import { nested } from '#http/params.ts'
import { realAddressWarning } from '../real-address.ts'
import { defineLiveView } from './app-live.ts'
import { errorsAsTyped } from './errors-as-typed.ts'

/** The form for registering, while somebody fills it in. */
interface RegistrationView {
  readonly email: string
  readonly errors: readonly FormError[]
  readonly warning: string | null
  readonly withPassword: boolean
}

type ShownRegistration = Shown<'registration', RegistrationView>

/** Checks the registration while it is filled in. Sending it stays a form post. In Phoenix: `UserLive.Registration`. */
export const UserRegistrationLive = defineLiveView<Scope, RegistrationView, ShownRegistration>({
  name: 'UserRegistrationLive',

  mount: (_params, _session, socket) => {
    const form = { email: '', errors: [], warning: null, withPassword: false }
    // The plug sends away who opens the page while logged in; this, who logged in after that.
    const isLoggedIn = isUserScope(socket.assigns.currentScope)
    return assign(isLoggedIn ? redirectTo(socket, '/') : socket, form)
  },

  handleEvent: {
    // #region validate
    validate: async (params, socket) => {
      const typed = nested(params, 'user')
      const withPassword = typed.password !== undefined
      const { currentScope } = socket.assigns
      const changeset = await Accounts.checkUserRegistration(currentScope, typed, { withPassword })
      const email = formValue(changeset, 'email')
      const errors = errorsAsTyped(changeset, typed)
      return assign(socket, { email, errors, warning: realAddressWarning(email), withPassword })
    },
    // #endregion validate
  },

  render: ({ email, errors, warning, withPassword }) => ({
    name: 'registration',
    props: { email, errors, warning, withPassword },
  }),
})
