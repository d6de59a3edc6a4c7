/** From the link to a trace: this call was just made. Whoever shows traces beside the prompt hears it. */
export const CALLED = 'glasshouse-called'

/** To a prompt: type this line, and do not run it. */
export const TYPE = 'glasshouse-type'

/** To a prompt: something was done beside it, which may have logged somebody in or out. */
export const BESIDE = 'glasshouse-beside'
