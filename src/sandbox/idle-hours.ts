/** Hours that an unused sandbox is kept, unless the operator says otherwise. */
export const IDLE_HOURS = 24
