import * as Accounts from '#app/accounts/accounts.ts'
import type { Scope } from '#app/accounts/scope.ts'
import type { RegistrationView } from './views.ts'
import { defineLiveView } from '#live/live-view.ts'
import { assign } from '#live/socket.ts'
import { formValue } from '#http/changeset-errors.ts'
import { nested } from '#http/params.ts'
import { realAddressWarning } from '../real-address.ts'
import { errorsAsTyped } from './errors-as-typed.ts'

/** Checks the registration while it is filled in. Sending it stays a form post. In Phoenix: `UserLive.Registration`. */
export const UserRegistrationLive = defineLiveView<Scope, RegistrationView>({
  name: 'UserRegistrationLive',

  mount: (_params, _session, socket) =>
    assign(socket, { email: '', errors: [], warning: null, withPassword: false }),

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
