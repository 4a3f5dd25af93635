import browser from '../browser/jest.config.js';

/** `npm run test:hub`: one JupyterHub with two users. */
export default {
  ...browser,
  testTimeout: 300_000,
  testMatch: ['<rootDir>/e2e/hub/**/*.spec.ts']
};
