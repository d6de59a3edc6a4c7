/** What a request carries from plug to page, room by room. */
declare namespace App {
  // The glass gives the front more than HTTP asks of it.
  type OfHttp = Omit<import('#http/locals.ts').HttpLocals, 'front'>
  type OfApp = import('#app/web/locals.ts').AppLocals
  type OfVisit = import('#visit/locals.ts').VisitLocals

  interface Locals extends OfHttp, OfApp, OfVisit {}
}

/** For the plain compiler and the linter: `astro check` reads the file itself. */
declare module '*.astro' {
  const Component: import('astro/runtime/server/index.js').AstroComponentFactory
  export default Component
}
