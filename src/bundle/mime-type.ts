/**
 * The MIME type of a serialized bundle; a new incompatible format takes a new type. In a file of its own, as it is all
 * of the bundle that is loaded when JupyterLab starts.
 */
export const BUNDLE_MIME_TYPE = 'application/vnd.spanbook.trace.v1+json';
