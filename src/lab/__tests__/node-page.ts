import { jest } from '@jest/globals';

/**
 * The page, for specs that run in Node for the sake of its `Request`: of its elements the code asks for one alone. To be
 * imported before the code.
 */
export const page = { isLite: false };

jest.mock('../lite', () => ({ isLite: () => page.isLite }));
