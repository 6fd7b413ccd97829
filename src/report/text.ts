import temml from 'temml';

/** Text for HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A paragraph with formulas between dollar signs, as HTML with MathML. */
export function typeset(paragraph: string): string {
  return paragraph
    .split('$')
    .map((part, index) => (index % 2 === 0 ? escapeHtml(part) : temml.renderToString(part, { throwOnError: true, annotate: true })))
    .join('');
}
