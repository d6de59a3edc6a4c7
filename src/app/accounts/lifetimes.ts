/**
 * How long things last. They stand together because they have to agree, and
 * because these are the numbers that an app of your own changes first.
 */

/**
 * A session token ends so many days after it was made. The cookie that
 * remembers a browser lasts as long: a longer one would carry a token that
 * opens nothing, a shorter one would end a session that has not expired.
 */
export const SESSION_DAYS = 14
/** How many days a browser keeps the cookie that remembers somebody. */
export const REMEMBER_ME_DAYS = SESSION_DAYS

/**
 * From this age on, a browser that comes back is given a fresh token. With a
 * lower number active people are given tokens more often, and more rows; with a
 * higher one fewer of them come back in time. With more than `SESSION_DAYS`
 * nobody is given one, and everybody logs in again when theirs has ended.
 */
export const SESSION_REISSUE_DAYS = 7

/**
 * So many days after the last log-in a person logs in again, however active
 * they were. Phoenix has no such end: a session that is renewed in time never
 * ends there.
 */
export const SESSION_CAP_DAYS = 90

/**
 * How long after a log-in the settings open, and how long the forms on them
 * are taken: a page that opens in its last minute can still be sent ten
 * minutes later. Keep the second at least as long as the first. In Phoenix's
 * live variant the hook asks for ten minutes, the event for twenty.
 */
export const SUDO_MINUTES_TO_ENTER = 10
/** How many minutes after a log-in the forms of the settings are taken. */
export const SUDO_MINUTES_TO_ACT = 20

/** Short: whoever reads the mail of another person can use the link. */
export const MAGIC_LINK_MINUTES = 15
/** Longer than a magic link: it opens nothing without a log-in, and may go to a mailbox that is rarely read. */
export const CHANGE_EMAIL_DAYS = 7
/** Held by a program. An app whose tokens may do more takes fewer days. */
export const API_TOKEN_DAYS = 365
