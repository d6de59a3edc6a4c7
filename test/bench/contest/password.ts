/** That of the person who logs in, here and there. */
export const PASSWORD = 'a long password of mine'
