/**
 * Says for which lesson the reader of this request bends their house, before it
 * is bent: the acts of another lesson begin with a straight one.
 */
export function bendFor({ sandbox, lesson }: Pick<App.Locals, 'sandbox' | 'lesson'>): void {
  sandbox?.bending.keep({ lesson })
}
