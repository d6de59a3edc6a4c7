import type { Scope } from '#app/accounts/scope.ts'
import type { AppLocals } from './locals.ts'

type WithScope = Pick<AppLocals, 'scope'>

/**
 * There is no scope before a plug has made one: until somebody puts one there,
 * to read it throws. Call it before the first plug. What copies the locals
 * meanwhile leaves it out.
 */
export function withoutScope(locals: WithScope): void {
  Object.defineProperty(locals, 'scope', {
    configurable: true,
    enumerable: false,
    get(): never {
      throw new Error(
        'locals.scope: nobody has made one yet. The plug fetchCurrentScope does: ' +
          'put what needs a scope behind it.',
      )
    },
    set(value: Scope) {
      const made = { value, configurable: true, enumerable: true, writable: true }
      Object.defineProperty(locals, 'scope', made)
    },
  })
}

/** Whether a plug has made one. For whoever answers when something went wrong before that. */
export const hasScope = (locals: WithScope): boolean =>
  Object.getOwnPropertyDescriptor(locals, 'scope')?.value !== undefined
