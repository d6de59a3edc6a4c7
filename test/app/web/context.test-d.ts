import type { APIContext, AstroGlobal } from 'astro'
import { describe, expectTypeOf, test } from 'vitest'
import type { AppContext, AppPage } from '#app/web/context.ts'
import type { AppLocals } from '#app/web/locals.ts'
import type { HttpContext } from '#http/context.ts'
import type { HttpLocals } from '#http/locals.ts'

describe('AppContext', () => {
  test('holds what HTTP and the app keep with a request, and nothing else', () => {
    expectTypeOf<keyof AppContext['locals']>().toEqualTypeOf<keyof HttpLocals | keyof AppLocals>()
    expectTypeOf<keyof HttpContext['locals']>().toEqualTypeOf<keyof HttpLocals>()
  })

  test('knows no more of the front than HTTP does', () => {
    expectTypeOf<AppContext['locals']['front']>().toEqualTypeOf<HttpLocals['front']>()
  })

  test('does not let a function of the app name what stands around it', () => {
    const sees = ({ locals }: AppContext) => {
      // @ts-expect-error the sandbox is none of the app's business
      void locals.sandbox
      // @ts-expect-error nor is the lesson
      void locals.lesson
      // @ts-expect-error nor are the services of the house
      void locals.front.services.sandboxes
      return locals.scope
    }

    expectTypeOf(sees).returns.toEqualTypeOf<AppLocals['scope']>()
  })

  test('is what every request, page and endpoint has', () => {
    expectTypeOf<APIContext>().toExtend<AppContext>()
    expectTypeOf<AstroGlobal>().toExtend<AppPage>()
    expectTypeOf<AppContext>().toExtend<HttpContext>()
  })
})
