import { lazily } from '../lazy';

/** A file that MLflow stores beside the trace, in the place of the reference to it. */
export const AttachedFile = lazily(() =>
  import('./attachment').then(module => module.Attachment)
);
