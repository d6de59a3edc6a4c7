import type { Trace } from '#trace/trace-step.ts'

/** By which the command of a run is found on its page. */
export const curlId = ({ id }: Pick<Trace, 'id'>): string => `${id}-curl`
