// What is wrong or odd in the data: one chunk, as each chunk is a line in what JupyterLab loads at its start.
export { ErrorCard } from './error-card';
export { Warnings } from './warnings';
