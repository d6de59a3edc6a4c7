/**
 * Whether a file was left in a folder by a system or an editor: its name begins
 * with a dot, ends with a tilde, or is one that Windows gives. Nobody wrote it
 * for the site. In plain JavaScript, because tasks ask on any Node.
 *
 * @param {string} name
 */
export const isLeftBehind = (name) => /^\.|~$|^#.*#$|^(?:Thumbs\.db|desktop\.ini)$/i.test(name)
