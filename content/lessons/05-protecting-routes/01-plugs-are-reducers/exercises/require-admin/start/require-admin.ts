import { definePlug } from 'glasshouse/plug'

/** Lets nobody through but admins. */
export const requireAdmin = definePlug(
  'requireAdmin',
  (context) => {
    const { scope } = context.locals
    if (!scope.roles.includes('admin'))
      return new Response('No.', { status: 403 })
    return undefined
  },
)
