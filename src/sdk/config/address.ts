/** The address without user name, password, query and fragment: fit for messages. */
export function withoutCredentials(uri: string): string {
  if (!URL.canParse(uri)) {
    // A password may hold any character, hence up to the last @.
    return uri.replace(/\/\/.*@/, '//').replace(/[?#].*$/, '');
  }
  const { protocol, host, pathname } = new URL(uri);
  return host === ''
    ? uri.replace(/^.*@/, '').replace(/[?#].*$/, '')
    : `${protocol}//${host}${pathname}`.replace(/\/+$/, '');
}
