/**
 * A course is no place for somebody's real address. These endings are kept
 * free for examples (RFC 2606 and 6761), so nobody gets mail there.
 */
const KEPT_FREE = /(?:^|\.)(?:example(?:\.[^.]+){0,2}|test|invalid|localhost)$/i
// A dot, and at least two characters behind the last one: `a@b` is nobody's.
const DOMAIN = /^[^@]+\.[^@.]{2,}$/

/** Whether mail to this address might reach somebody. */
export function looksReal(address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return address.includes('@') && DOMAIN.test(domain) && !KEPT_FREE.test(domain)
}

/** What to say about an address that looks real, or `null`. It is taken all the same. */
export function realAddressWarning(address: string | null): string | null {
  if (address === null || !looksReal(address)) return null
  return `${address} looks like a real address. It works, since no mail leaves this server, but an invented one such as ana@example.test works as well and gives nothing away.`
}
