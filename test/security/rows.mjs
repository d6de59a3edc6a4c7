/**
 * What the site promises about security, row by row. A test says which row it
 * holds by the id its title begins with. `changed`: the row is held in another
 * form, and `not`: it is not, both for the reason given; the whole reason is in
 * content/decisions/differences-from-phoenix.md. `later`: nothing holds it yet.
 */
export const ROWS = [
  { id: 'S1', says: 'Session tokens are 32 bytes of the machine’s random source' },
  { id: 'S2', says: 'Each log-in gets a new session, and the one before ends' },
  { id: 'S3', says: 'A token that somebody planted is never adopted' },
  { id: 'S4', says: 'A log-out deletes the row, and works without one' },
  { id: 'S5', says: 'GET, HEAD and OPTIONS never log out, confirm, change or delete' },
  {
    id: 'S6',
    says: 'Cookies are HttpOnly and Lax, over https __Host- and Secure as well, deletions too',
    changed: 'without the wish to stay logged in, a session’s cookie ends with the browser',
  },
  { id: 'S7', says: 'The database holds the hash of a session’s token, never the token' },
  { id: 'S8', says: 'A session ends after fourteen days, with its row and its cookie' },
  {
    id: 'S9',
    says: 'From day seven on a session gets one new token, however many ask',
    changed: 'the old token is not extended: it lives until day fourteen, for other tabs',
  },
  { id: 'S10', says: 'However active, a session ends ninety days after its log-in' },
  { id: 'S11', says: 'A new password ends every other session, link and API token' },
  { id: 'S12', says: 'The first confirmation of an address ends every token before it' },
  { id: 'S13', says: 'Settings open for 10 minutes and act for 20; a new token renews neither' },
  {
    id: 'S14',
    says: 'A database that fails logs nobody out and nobody in',
    changed: 'a locked database still answers what only reads; what writes is 503',
  },

  {
    id: 'P1',
    says: 'Passwords have at least twelve characters, counted after NFKC',
    changed: 'characters are what a person counts as one, as in Ecto, not code points',
  },
  { id: 'P2', says: 'At most 72 characters, all of which count; 73 are refused without hashing' },
  { id: 'P3', says: 'Nothing longer than 1,024 UTF-16 units is ever normalised' },
  { id: 'P4', says: 'Every spelling of the same characters opens; case and spaces count' },
  {
    id: 'P5',
    says: 'NUL does not end a password, half a surrogate pair is none',
    changed: 'half a pair is answered 400, for the whole body, not 422',
  },
  { id: 'P6', says: 'What many people use, and one’s own address, is refused' },
  { id: 'P7', says: 'No rules on capitals, digits and signs; managers and paste work' },
  { id: 'P8', says: 'Argon2id, 19 MiB, two passes, a salt for each' },
  { id: 'P9', says: 'Hashes that were not made here are not obeyed, and fail as any other' },
  {
    id: 'P10',
    says: 'No such address, no password, wrong password: one answer, one hash',
    changed: 'hashes are counted, not timed; the trace below the page tells its own reader',
  },
  { id: 'P11', says: 'A new password takes the current one, and a log-in not long ago' },
  { id: 'P12', says: 'A password is in no answer, trace, stream, mail, file or log' },

  { id: 'T1', says: 'Links hold 32 random bytes, of which the database knows the hash' },
  { id: 'T2', says: 'Opening a link uses nothing up' },
  { id: 'T3', says: 'Of twenty who use a link at once, one gets in' },
  {
    id: 'T4',
    says: 'Links live for fifteen minutes, those to a new address for seven days',
    changed: 'seven days as in Phoenix, where one is recommended',
  },
  { id: 'T5', says: 'A token opens only what it was made for, for whom it was made' },
  { id: 'T6', says: 'What was sent to an address ends when the address is given up' },
  { id: 'T7', says: 'A password set before the address was confirmed dies with the first link' },
  {
    id: 'T8',
    says: 'Asking for a link is answered the same for every address, without the link',
    changed: 'the work is not the same: a mail is written for those who have an account',
  },
  { id: 'T9', says: 'Links are made from the configured origin alone' },
  {
    id: 'T10',
    says: 'Pages with a token say nothing to others, and their button works',
    changed: 'tried in Chromium only',
  },
  { id: 'T11', says: 'Malformed tokens get the same answer, and change nothing' },
  { id: 'T12', says: 'The old address, or the address, is told of a change' },
  { id: 'T13', says: 'A mailbox shows its own mails, as text; no line gets into a header' },

  { id: 'C1', says: 'Every action at every address must come from this origin' },
  { id: 'C2', says: 'Sec-Fetch-Site counts where it is sent, Origin where it is not' },
  { id: 'C3', says: 'JSON and odd types are asked the same; only forms and JSON are read' },
  { id: 'C4', says: 'Log-in, registration and links are guarded without a cookie, too' },
  { id: 'C5', says: 'A forged host is refused although its origin agrees' },
  { id: 'C6', says: 'Following every link changes nothing and makes nothing' },
  { id: 'C7', says: 'No other site may read anything' },
  { id: 'C8', says: 'Works behind TLS; nobody changes scheme or host by a header' },

  { id: 'H1', says: 'Every page, errors too, has a content security policy' },
  { id: 'H2', says: 'The policy allows no code but the site’s own, and no page breaks it' },
  {
    id: 'H3',
    says: 'Every answer says its type and its letters, and forbids to guess',
    changed: 'application/json says no charset: JSON has no such parameter',
  },
  { id: 'H4', says: 'Referrer, opener, resource and permissions policies; HSTS over https' },
  { id: 'H5', says: 'What may open something is kept nowhere; named files are kept for a year' },
  { id: 'H6', says: 'Unknown methods are refused, and kill nothing' },
  { id: 'H7', says: 'No dot files, no build output, no source maps, no versions' },
  { id: 'H8', says: 'A guarded page has no other name' },
  { id: 'H9', says: 'An ending such as .html makes no second address' },
  { id: 'H10', says: 'Redirects lead to this site, whatever was asked for or planted' },
  { id: 'H11', says: 'A request that can be read in two ways is refused' },

  { id: 'I1', says: 'Addresses: one @, no spaces, nothing invisible, at most 160' },
  { id: 'I2', says: 'Addresses are one whatever their ASCII case; lookalikes are others' },
  { id: 'I3', says: 'Wrong types, shapes and depths are refused, never an error of ours' },
  { id: 'I4', says: 'Fields that a form does not have are not taken' },
  { id: 'I5', says: 'Doubled names and names of prototypes are names like any other' },
  { id: 'I6', says: 'SQL in any field, address, cookie or token means nothing' },
  { id: 'I7', says: 'Markup in any of them is text' },
  { id: 'I8', says: 'What is no UTF-8 is refused; doubled cookies count as none' },

  { id: 'B1', says: 'A sandbox is found by a random cookie; its folder has another name' },
  { id: 'B2', says: 'Sessions, links and tokens open nothing in another sandbox' },
  { id: 'B3', says: 'No text of a request becomes a path' },
  { id: 'B4', says: 'A reset among writers mixes nothing, and ends all that came before' },
  { id: 'B5', says: 'Users, sessions, links, mails and bytes are limited' },
  { id: 'B6', says: 'A noisy visitor slows nobody down', later: 'admission' },
  { id: 'B7', says: 'A sandbox ends after a day unused, and its reader is told' },
  { id: 'B8', says: 'However many sandboxes there are, a bounded number is open' },
  { id: 'B9', says: 'Nothing that a reader does leaves the machine: no mail, no name looked up' },
  {
    id: 'B10',
    says: 'Readers send no SQL, and a connection attaches and loads nothing',
    changed: 'there is no SQL of readers to be cut off',
  },

  { id: 'D1', says: 'Bodies end at 16 KiB, declared or not, wherever they are sent' },
  { id: 'D2', says: 'Malformed bodies are a mistake of their sender' },
  { id: 'D4', says: 'Too many or too large headers are refused' },
  { id: 'D5', says: 'Garbage for a host kills nothing and leads nowhere' },
  {
    id: 'D7',
    says: 'Streams and live pages are counted; who does not read, or does not answer, is let go',
    changed: '4 streams for a visitor and 100 for an address: a class sits behind one',
  },
  { id: 'D8', says: 'What frameworks bring along and nobody uses is closed' },
  { id: 'D9', says: 'No text of 16 KiB is more work than its length' },

  { id: 'L1', says: 'An error of ours shows a number, and the log has the same one' },
  { id: 'L2', says: 'The log holds no token, cookie or link' },
  { id: 'L3', says: 'Nothing that is sent makes a second line of the log' },

  {
    id: 'CS1',
    says: 'A prompt sends names and plain data: no line of a reader runs on the server',
  },
  {
    id: 'CS2',
    says: 'The room of a reader’s code has no origin, no cookie and no other page around it',
  },
  { id: 'CS3', says: 'Nothing gets out of its worker, and the page believes it in nothing' },
  { id: 'CS4', says: 'A link with a line fills the prompt, and runs nothing' },
  {
    id: 'CS5',
    says: 'A changeset made by hand is believed in nothing; the table refuses the rest',
  },
  { id: 'CS6', says: 'No answer and no trace of a call holds a token or a hash' },
  {
    id: 'CS7',
    says: 'Calls are counted for visitor and address, hashes and rows are limited',
  },
  { id: 'CS8', says: 'A call comes from this origin, as JSON, in at most 16 KiB' },

  { id: 'R1–R8', later: 'rate limits for log-ins and mails' },
  { id: 'D3', later: 'slow senders' },
  { id: 'D6', later: 'floods of log-ins' },
  {
    id: 'L4',
    says: 'The log tells what happened: log-ins, links, limits, resets, errors',
  },
  {
    id: 'X1',
    says: 'No package is older than the least without a known hole, and none runs a script unasked',
  },
  { id: 'X2', says: 'lucia, oslo and sqlite3 are each imported by one file' },
  {
    id: 'X3',
    says: 'Before it takes a request a server tests itself: SQLite, Argon2, the template',
    by: 'test/server/self-test.test.ts',
  },
]
