/** The address without user name, password, query and fragment: fit for messages. */
export function withoutCredentials(uri: string): string {
  if (!URL.canParse(uri)) {
    return uri.replace(/\/\/[^/@]*@/, '//');
  }
  const { protocol, host, pathname } = new URL(uri);
  return `${protocol}//${host}${pathname}`.replace(/\/+$/, '');
}
