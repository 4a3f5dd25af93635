import type { Settings, Shown } from './messages';

const SHOWN: readonly Shown[] = ['expanded', 'collapsed', 'off'];

/** The settings that a message of the extension carries; undefined for any other message. */
export function settingsIn(message: unknown): Settings | undefined {
  if (typeof message !== 'object' || message === null) {
    return undefined;
  }
  const { type, display, trackingUri }: Partial<Record<string, unknown>> = {
    ...message
  };
  return type === 'settings'
    ? { display: shownOf(display), trackingUri: webAddress(trackingUri) }
    : undefined;
}

/** The choice, where it is one. */
export function shownOf(value: unknown): Shown | undefined {
  return SHOWN.find(known => known === value);
}

/** The address with a slash at its end and without credentials, where it is one that a browser can open. */
export function webAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value.trim())) {
    return undefined;
  }
  try {
    const { origin, pathname } = new URL(value.trim());
    return `${origin}${pathname.replace(/\/*$/, '')}/`;
  } catch {
    return undefined;
  }
}
