/** Words of a page as its reader sees them, markup and spaces aside. For what `toHtml` writes, not for any HTML. */
export function wordsOf(html: string): string {
  return html
    .replace(/<style>[^]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

/** What a page would load or run, if it had any such thing. */
export function outsiders(html: string): readonly string[] {
  return (
    html.match(
      /<(script|link|iframe|img|object|base)\b|\s(src|href|on\w+)=|https?:|url\((?!#|'#)|@import/gi,
    ) ?? []
  );
}
