/** The elements of HTML that have a place in a text. */
export const HTML_NAMES: ReadonlySet<string> = new Set(
  (
    'a abbr address article aside audio b bdi bdo blockquote br caption circle cite code col ' +
    'colgroup data dd del details dfn div dl dt em figcaption figure footer g h1 h2 h3 h4 h5 h6 ' +
    'header hr i img ins kbd li line main mark nav ol p path picture pre q rect rp rt ruby s samp ' +
    'section small source span strong sub summary sup svg table tbody td tfoot th thead time tr ' +
    'track u ul var video wbr'
  ).split(' '),
)
