/** What a reader has switched on in their own sandbox. Everything is off in a new one. */
export class SandboxSettings {
  /** Whether the registration takes a password, too: the lesson on accounts taken before they exist needs it. */
  registrationWithPassword: boolean

  constructor(registrationWithPassword = false) {
    this.registrationWithPassword = registrationWithPassword
  }
}
