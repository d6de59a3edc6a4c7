/** What the generator draws from: methods, types, headers and values, fitting ones and others. */

export const METHODS = [
  ...['GET', 'GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'POST', 'POST', 'HEAD', 'PUT'],
  ...['DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'PURGE'],
]

export const FORM = 'application/x-www-form-urlencoded'
export const JSON_TYPE = 'application/json'
export const MULTIPART = 'multipart/form-data; boundary=pane'

export const TYPES = [
  ...[FORM, JSON_TYPE, MULTIPART, 'text/plain', 'application/octet-stream', 'text/html'],
  ...['application/csp-report', 'application/xml', 'multipart/form-data', 'multipart/mixed'],
  ...[`${FORM}; charset=utf-16`, `${JSON_TYPE}; charset=latin1`, 'APPLICATION/JSON', '', 'x', ';'],
]

export const ACCEPTS = [
  ...['text/html', 'text/html', 'text/html', JSON_TYPE, JSON_TYPE, JSON_TYPE, '*/*'],
  ...['text/event-stream', 'image/png', '', ',', 'application/json;q=0, text/html'],
]

/** What stands in a field, a parameter or a header where something else is expected. */
export const ODD = [
  ...['', ' ', '0', '-1', '1', '3', '99999999999999999999', '1e309', 'NaN', '1.5', '0x10', '٣'],
  ...['true', 'null', 'undefined', '[]', '{}', '__proto__', 'constructor', 'toString', '..', '.'],
  ...['../../etc/passwd', '..\\..', '/etc/passwd', 'file:x?mode=rwc', ':memory:', '//evil.test'],
  ...["' or 1=1 --", '"; drop table users; --', '$1', '?', ':a', '%', '_', '\\', '*'],
  ...['<script>alert(1)</script>', '"\'><img src=x onerror=alert(1)>', '{{1+1}}', '${1+1}'],
  ...['\0', 'a\0b', '\r\nX: y', '\u202eabc', '\u200b', '\ufeff', '\u2028', 'ﬁsh', 'K', 'ß', 'İ'],
  ...['e\u0301'.repeat(40), 'x'.repeat(73), 'x'.repeat(161), 'é'.repeat(500), 'x'.repeat(3_000)],
  ...['\u{1f600}'.repeat(30), '(((((((((((((((((((((', 'a@'.repeat(60), '%25%25%25', '%E0%A4%A'],
  ...['ana@example.test', 'bo@example.test', 'a@b', '@', 'a b@c', 'plums in a blue crate'],
  ...['15m', '14d', '-1d', '1h', 'put', 'delete', 'club', 'latest', 'down', 'update_email'],
  ...['update_password', 'confirmed', 'a'.repeat(43), 'A'.repeat(43), '0'.repeat(32)],
]

/** What may stand in JSON where a text is expected. */
export const ODD_JSON: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1e308, 1.5, [], {}, [[]], ['a', 'b'], { a: 1 }, { length: 3 }],
  ...[{ $: 'row' }, { $: 'changeset' }, { then: 1 }, { toJSON: 1 }, '\ud800', ''],
]

/** Fields that no page needs to have, and names that mean something to a language. */
export const ODD_FIELDS = [
  ...['__proto__', '__proto__[x]', 'constructor[prototype][x]', 'user', 'user[]', 'user[[email]]'],
  ...['user[email][x]', 'user[id]', 'user[confirmed_at]', 'user[hashed_password]', 'user_id', 'id'],
  ...['', '[', ']', 'a[b', 'hasOwnProperty', 'toString', '_method', '_action', '_lesson', '_step'],
]

/** Headers beside those that a browser sends with each request. */
export const ODD_HEADERS: readonly (readonly [string, string])[] = [
  ...([
    ['x-forwarded-for', '203.0.113.7, <script>'],
    ['x-forwarded-host', 'evil.test'],
    ['x-forwarded-proto', 'https'],
    ['forwarded', 'for=1;host=evil.test'],
    ['x-http-method-override', 'DELETE'],
    ['x-original-url', '/users/settings'],
    ['x-rewrite-url', '/sandbox/download'],
    ['x-astro-reroute', 'no'],
    ['x-astro-path', '/users/settings'],
    ['x-astro-locals', '{"front":{}}'],
    ['glasshouse-inside', 'A'.repeat(32)],
    ['glasshouse-fragment', 'stage'],
    ['glasshouse-fragment', 'frame'],
    ['glasshouse-fragment', '__proto__'],
    ['authorization', 'Basic YTpi'],
    ['authorization', 'Bearer'],
    ['authorization', 'Bearer x.y.z'],
    ['if-none-match', '*'],
    ['if-none-match', 'W/"x", "y"'],
    ['if-modified-since', 'never'],
    ['range', 'bytes=0-'],
    ['range', 'bytes=9-1,-,x'],
    ['expect', '200-ok'],
    ['upgrade', 'h2c'],
    ['connection', 'upgrade'],
    ['connection', 'close'],
    ['te', 'trailers'],
    ['last-event-id', '-1'],
    ['last-event-id', '99999999999999999999'],
    ['accept-encoding', 'br, gzip'],
    ['accept-encoding', 'identity;q=0'],
    ['accept-language', 'x'.repeat(300)],
    ['cache-control', 'no-cache'],
    ['user-agent', '<script>alert(1)</script>'],
    ['referer', 'javascript:alert(1)'],
    ['purpose', 'prefetch'],
    ['sec-purpose', 'prefetch'],
    ['__proto__', 'x'],
    ['constructor', 'x'],
    ['content-encoding', 'gzip'],
    ['dnt', '1'],
  ] as const),
]

/** Cookies beside those of the visitor. */
export const ODD_COOKIES = [
  ...['a=b; a=c', '__proto__=x; =; ;', 'x=%E0%A4%A; y="z', `x=${'y'.repeat(4_000)}`, ';;;'],
  ...[Array.from({ length: 200 }, (_, at) => `c${at}=1`).join('; '), 'x=\xe9\xff'],
]

/** Where a form says that it comes from, beside the site itself. */
export const ORIGINS = ['https://evil.test', 'null', '', 'http://localhost', 'x']
export const SITES = ['same-origin', 'cross-site', 'same-site', 'none', 'x', '']
