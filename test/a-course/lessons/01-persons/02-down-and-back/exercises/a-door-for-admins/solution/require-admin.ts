import { isUserScope } from 'glasshouse/given'
import { definePlug } from 'glasshouse/plug'

/** Lets those through who look after the house. */
export const requireAdmin = definePlug(
  'requireAdmin',
  (context) => {
    const { scope } = context.locals
    if (!isUserScope(scope))
      return context.redirect('/users/log-in')
    if (!scope.roles.includes('admin'))
      return new Response('Not for you.', { status: 403 })
    return undefined
  },
)
