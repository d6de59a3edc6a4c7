/** What a browser has to know of the routes, in an expression each: it needs no more of them. */
import { ROUTES, type Route } from '#router.ts'

type Segments = readonly string[]

/** The paths of the routes that `isMeant`, with or without a persona. `value` is what may stand for a parameter. */
function expressionOf(
  isMeant: (route: Route) => boolean,
  { persona, value }: { readonly persona: string; readonly value: string },
): RegExp {
  const meant = Object.entries<Route>(ROUTES).filter(([, route]) => isMeant(route))
  const paths = meant.map(([pattern]) => pattern.split('/').slice(1))
  return new RegExp(`^(?:/as/${persona})?${rest(paths, value)}$`)
}

/** What may follow: nothing, where a path ends, or a slash and one of the next segments. */
function rest(paths: readonly Segments[], value: string): string {
  const longer = paths.filter(({ length }) => length > 0)
  if (longer.length === 0) return ''
  const next = [...Map.groupBy(longer, ([first = '']) => first)].map(
    ([first, alike]) =>
      (first.startsWith('[') ? value : first) +
      rest(
        alike.map((path) => path.slice(1)),
        value,
      ),
  )
  const more = `/${next.length === 1 ? next.join('') : `(?:${next.join('|')})`}`
  return longer.length < paths.length ? `(?:${more})?` : more
}

/** Pages that a stage shows in its own window. Every other link leaves the lesson, as links do. */
export const onStage = expressionOf((route) => route.onStage, {
  persona: String.raw`[\w-]+`,
  value: '[^/]+',
})

/** What a link to a moment may send: it comes from a stranger, so its parameters are plain. */
export const inLinks = expressionOf((route) => route.inLinks, {
  persona: String.raw`[a-z][a-z\d-]{0,19}`,
  value: String.raw`[a-z\d-]{1,40}`,
})
