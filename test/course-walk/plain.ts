/** A text as it is read: one space where there are many. */
export const plain = (text: string | null): string => (text ?? '').replaceAll(/\s+/g, ' ').trim()
