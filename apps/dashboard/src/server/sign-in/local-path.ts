/** A path of our own pages; `/` for anything else, so that nobody is sent to another site. */
export function localPath(text: string | undefined): string {
  if (text === undefined || !/^\/(?![/\\])/.test(text) || text.includes('\\')) return '/';
  const { origin, pathname, search } = new URL(text, 'http://page.invalid');
  return origin === 'http://page.invalid' ? pathname + search : '/';
}
