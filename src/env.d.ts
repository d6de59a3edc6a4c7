/** What a request carries from plug to page, room by room. */
declare namespace App {
  // The glass gives the front more than HTTP asks of it.
  type OfHttp = Omit<import('#http/locals.ts').HttpLocals, 'front'>
  type OfApp = import('#app/web/locals.ts').AppLocals
  type OfVisit = import('#visit/locals.ts').VisitLocals

  interface Locals extends OfHttp, OfApp, OfVisit {}
}
