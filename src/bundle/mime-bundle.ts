import { plainText } from './plain-text';
import { serializeBundle } from './serialize-bundle';
import { staticHtml } from './static-html';
import { BUNDLE_MIME_TYPE } from './mime-type';
import type { JsonObject, TraceBundle } from './types';

/** The data of one Jupyter `display_data` message: the bundle, and what hosts without the extension show. */
export type MimeBundle = {
  readonly [BUNDLE_MIME_TYPE]: JsonObject;
  readonly 'text/html': string;
  readonly 'text/plain': string;
};

export function mimeBundleOf(bundle: TraceBundle): MimeBundle {
  return {
    [BUNDLE_MIME_TYPE]: serializeBundle(bundle),
    'text/html': staticHtml(bundle),
    'text/plain': plainText(bundle)
  };
}
