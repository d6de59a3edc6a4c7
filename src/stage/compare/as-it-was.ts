/**
 * A page to be looked at, as a run left it: what it says stays, and nothing in
 * it can be sent, followed or connected. No hidden field comes along, and with
 * that no token.
 *
 * @example asItWas('<form action="/users/log-in"><input type="hidden" value="x" /><a href="/">Home</a></form>')
 * // => '<div><a>Home</a></div>'
 */
export function asItWas(html: string): string {
  return html
    .replaceAll(/<input\b[^>]*\btype="hidden"[^>]*>/g, '')
    .replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/g, '')
    .replaceAll(/<(?<end>\/?)(?:form|glass-[a-z-]+)\b/g, '<$<end>div')
    .replaceAll(/\s(?:action|method|href|name|autofocus|data-[a-z-]+)(?:="[^"]*")?(?=[\s/>])/g, '')
    .replaceAll(/<(?<control>input|button|select|textarea)\b/g, '<$<control> disabled')
}
