// All of the fuzzing, which `npm test` does a part of: 100,000 bundles to the layout, 2,000 of them to the page.
import shared from '../../jest.config.js';

export default {
  rootDir: '../..',
  projects: shared.projects.map(project => ({
    ...project,
    rootDir: new URL('../..', import.meta.url).pathname,
    globals: { fuzzAll: true }
  }))
};
