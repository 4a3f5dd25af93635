/** What `npm run test:compatibility` tries; `newest` is what `npm run setup` has installed. */

/** The releases between which something changed that Spanbook uses. */
export const MLFLOW = [
  ...['2.20.4', '2.22.5', '3.0.1', '3.4.0', '3.5.1', '3.6.0'],
  ...['3.10.1', '3.14.0', 'newest']
];

/** PyPI's packages with Node in them; the first is the Node that runs this. */
export const NODE = ['newest', '22.20.0', '24.19.0'];

/** The oldest of the line that PyPI has, one between, the newest. */
export const DENO = ['2.5.6', '2.7.14', 'newest'];

/** Of Python and JupyterLab together, by the commands of the README; npm test has the newest in ours. */
export const INSTALLATIONS = [
  ['3.10', '4.3.8'],
  ['3.12', '4.4.10'],
  ['3.13', '4.5.11'],
  ['3.11', 'newest']
];

/** Of remote servers with a login; MLflow's own pages come from them. */
export const REMOTE_MLFLOW = ['3.6.0', 'newest'];

/** 1.0.15 is of 2021; npm has none between. */
export const TSLAB = ['1.0.15', '1.0.21', 'newest'];
