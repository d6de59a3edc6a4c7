/** How many bytes each sandbox takes on the disk, as far as it was measured, and all of them together. */
export class Ledger {
  readonly #bytes = new Map<string, number>()
  #total = 0

  get total(): number {
    return this.#total
  }

  of(id: string): number {
    return this.#bytes.get(id) ?? 0
  }

  note(id: string, bytes: number): void {
    this.#total += bytes - this.of(id)
    this.#bytes.set(id, bytes)
  }

  forget(id: string): void {
    this.#total -= this.of(id)
    this.#bytes.delete(id)
  }
}
