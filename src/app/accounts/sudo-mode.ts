/**
 * How long after a log-in the settings are open. A page that opens now can
 * still be sent ten minutes from now, so there are two windows. In Phoenix's
 * live variant: the hook asks for ten minutes, the event for twenty.
 */
export const SUDO_MINUTES_TO_ENTER = 10
export const SUDO_MINUTES_TO_ACT = 20
