export { bundleOf, DEFAULT_MAX_BYTES } from './bundle-of';
export { formatDuration } from './format-duration';
export { mimeBundleOf } from './mime-bundle';
export { parseBundle } from './parse-bundle';
export { serializeBundle } from './serialize-bundle';
export { orderSpans } from './span-order';
export { spanTableOf, UNKNOWN_TYPE } from './span-table';
export {
  BUNDLE_MIME_TYPE,
  BUNDLE_VERSION,
  PAYLOAD_COLUMNS,
  StatusCode
} from './types';
export type { BundleOptions } from './bundle-of';
export type { MimeBundle } from './mime-bundle';
export type { SpanOrder } from './span-order';
export type * from './types';
