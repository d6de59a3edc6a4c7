/** Where mails are listed; where there is none, the newest leads here. */
export const MAILBOX = '/sandbox/mailbox'
/** Where the newest mail of a sandbox is shown, and where its link leads on. */
export const NEWEST_MAIL = `${MAILBOX}/newest`
export const NEWEST_LINK = `${NEWEST_MAIL}/link`
