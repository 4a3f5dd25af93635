// Measures the view on a bare page beside MLflow's own notebook view, speedscope, a floor page and an empty page, in turns
// in one run, and holds it to its budgets. What is counted is CPU of the page's main thread: a clock's time moves with the
// load of the machine. Needs Chromium; without .venv MLflow is left out.
// Usage: node bench/viewer/measure.mjs [spans ...] [--runs 5] [--alone]
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { isMet, median, tableOf } from '../figures.mjs';
import { figureOfTwenty, figuresOf } from './budgets.mjs';
import { launch } from './chromium.mjs';
import { mlflow, pagesOf, viewOf } from './peers.mjs';
import { comparison, markdown } from './report.mjs';
import { measureSize, measureTask, measureTwenty } from './rounds.mjs';
import { serve } from './serve.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    alone: { type: 'boolean', default: false }
  }
});
const runs = Number(values.runs);
const sizes = (positionals.length > 0 ? positionals : [1e2, 1e3, 1e4, 1e5]).map(
  Number
);

/** MLflow's view takes minutes for more, and gigabytes. */
const MLFLOW_SPANS = 10_000;

const say = text => process.stdout.write(`${text}\n`);
const busy = () => loadavg()[0].toFixed(1);

const server = await serve();
const peer = values.alone
  ? undefined
  : await mlflow(sizes.filter(spans => spans <= MLFLOW_SPANS));
const browser = await launch();
try {
  const ours = viewOf(server.url);
  const viewers = [
    ...(values.alone ? [] : pagesOf(server.url)),
    ours,
    ...(peer ? [peer.viewer] : [])
  ];
  say(`Medians of ${runs} runs; load of the machine before: ${busy()}`);
  const bySize = new Map();
  for (const spans of sizes) {
    const results = await measureSize(browser, viewers, spans, runs);
    results.get(ours.name).task = await measureTask(browser, ours, spans);
    bySize.set(spans, results);
    say(`\n${comparison(spans, results)}`);
  }
  const twenty = [];
  for (let run = 0; run < runs; run++) {
    twenty.push(await measureTwenty(browser, server.url));
  }
  const figures = [
    ...sizes.flatMap(spans =>
      figuresOf(spans, bySize.get(spans).get(ours.name))
    ),
    figureOfTwenty(median(twenty))
  ];
  say(`\nLoad of the machine after: ${busy()}\n\n${tableOf(figures)}`);
  say(`\n${markdown(bySize)}`);
  process.exitCode = figures.every(isMet) ? 0 : 1;
} finally {
  await browser.close();
  peer?.stop();
  server.close();
}
