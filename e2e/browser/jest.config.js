import project from '../../jest.config.js';

const [{ transform, transformIgnorePatterns, modulePathIgnorePatterns }] =
  project.projects;

/** Two files at once, each with its JupyterLab and its Chromium: a page mostly waits for its kernel, its server or a frame. */
export default {
  rootDir: '../..',
  transform,
  transformIgnorePatterns,
  modulePathIgnorePatterns,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/e2e/browser/**/*.spec.ts'],
  maxWorkers: 2,
  testTimeout: 120_000
};
