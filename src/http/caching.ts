/** Of what nobody keeps: it may open something, or a program asked for it. */
export const NO_STORE = 'no-store'

/**
 * Of a page for whoever asked. A browser may show it again by Back, a refused
 * form too, and asks anew for anything else. In Phoenix: what Plug says of
 * every answer.
 */
export const REVALIDATE = 'max-age=0, private, must-revalidate'
