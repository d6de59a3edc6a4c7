/**
 * Where a sandbox stands in the course. What that means, the course knows: here
 * it is JSON, kept in the sandbox’s row, so that it survives a restart and comes
 * back with a sandbox that is put back.
 */
export class SandboxPlace {
  #json: string | null

  constructor(json: string | null = null) {
    this.#json = json
  }

  /** As it was kept; `null` outside of any act. */
  get json(): string | null {
    return this.#json
  }

  /** Keeps it, where the sandbox’s row has it as well. */
  keep(json: string | null): void {
    this.#json = json
  }
}
