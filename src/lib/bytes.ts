/** Sizes, in bytes. */
export const MEBIBYTE = 1024 * 1024
