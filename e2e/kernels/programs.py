"""What the cells of the tests run."""

IMPORT = 'import * as mlflow from "spanbook";'

# Traced functions; `var`, since Deno takes no second `const` of a name and a cell may run twice.
DEFINE = """
var sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
var work = (name: string, ms = 1) =>
  mlflow.withSpan(async () => { await sleep(ms); return name; }, { name, inputs: { ms } });
var fail = (name: string) =>
  mlflow.withSpan(async () => { await sleep(1); throw new TypeError("no " + name); }, { name });
"""
