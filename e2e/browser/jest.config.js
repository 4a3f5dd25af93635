import project from '../../jest.config.js';

const [{ transform, transformIgnorePatterns, modulePathIgnorePatterns }] =
  project.projects;

/** One JupyterLab and one Chromium at a time: a second pair would only slow the first down. */
export default {
  rootDir: '../..',
  transform,
  transformIgnorePatterns,
  modulePathIgnorePatterns,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/e2e/browser/**/*.spec.ts'],
  maxWorkers: 1,
  testTimeout: 120_000
};
