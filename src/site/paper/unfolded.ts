/**
 * What an author has folded lies open on paper, under the words that open it on a screen.
 *
 * @example
 * unfolded('<details><summary>Why?</summary><p>So.</p></details>')
 * // => '<div><p class="paper-question">Why?</p><p>So.</p></div>'
 */
export const unfolded = (html: string): string =>
  html
    .replaceAll(/<details\b[^>]*>/g, '<div>')
    .replaceAll('</details>', '</div>')
    .replaceAll(/<summary\b[^>]*>/g, '<p class="paper-question">')
    .replaceAll('</summary>', '</p>')
