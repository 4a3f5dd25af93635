import { version } from '../../packages/sdk/package.json';

/** The version of the npm package. */
export const VERSION: string = version;
