/** Where the newest mail of a sandbox is shown, and where its link leads on. */
export const NEWEST_MAIL = '/sandbox/mailbox/newest'
export const NEWEST_LINK = `${NEWEST_MAIL}/link`
