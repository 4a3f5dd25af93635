import type { AdapterServices } from '../kernel-adapter';

/** What an adapter may ask of the SDK, where nothing is to be delivered; with what the test is about in its place. */
export function adapterServices(
  given: Partial<AdapterServices> = {}
): AdapterServices {
  return {
    flush: () => Promise.resolve({ pending: 0 }),
    secure: () => undefined,
    setEager: () => undefined,
    report: () => undefined,
    ...given
  };
}
