import type { Locator, Page } from 'playwright-core';

import { BUNDLE_MIME_TYPE } from '../../src/bundle/mime-type';

/** A code cell as the open notebook holds it. */
export type CodeCell = {
  /** Its place among all cells. */
  readonly index: number;
  readonly source: string;
  readonly executionCount: number | null;
  readonly outputs: readonly CellOutput[];
};
type CellOutput = {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
};

const RUN_TIMEOUT = 90_000; // tslab takes up to 17 s to start on a busy machine, and type-checks the first import

/** What a user does in JupyterLab, and where things stand in it. */
export class LabPage {
  constructor(readonly page: Page) {}

  /** Opens a notebook by its address and waits until its cells stand there. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page
      .locator('.jp-Notebook .jp-Cell')
      .first()
      .waitFor({ timeout: 60_000 });
    await this.page.evaluate(async () => {
      const { jupyterapp } = window as unknown as JupyterWindow;
      await jupyterapp.restored; // commands and their keys are there
    });
  }

  /** Answers the question for a kernel, which comes up when the notebook's own is not installed, with "No Kernel". */
  async declineKernel(): Promise<void> {
    const dialog = this.page.locator('.jp-Dialog');
    await dialog.getByRole('button', { name: 'No Kernel' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** The entry of a menu, which is open then. */
  async menuEntry(menu: string, label: string): Promise<Locator> {
    await this.page
      .locator('.lm-MenuBar-item', { hasText: new RegExp(`^${menu}$`) })
      .click();
    const entry = this.page.locator('.lm-Menu-item', { hasText: label });
    await entry.first().waitFor();
    return entry.first();
  }

  /** Runs the entry of the command palette that reads `label`. */
  async palette(label: string): Promise<void> {
    await (await this.menuEntry('View', 'Activate Command Palette')).click();
    await this.choose(label);
  }

  /** Runs the entry of the open command palette that reads `label`. */
  async choose(label: string): Promise<void> {
    await this.page.locator('.lm-CommandPalette-input:visible').fill(label);
    await this.page
      .locator('.lm-CommandPalette-item:visible', { hasText: label })
      .first()
      .click();
  }

  /** Restart Kernel and Run All Cells, as a user does it, and waits until each cell has run. */
  async restartAndRunAll(): Promise<void> {
    // A restart of a kernel that has only just started is lost at times, by JupyterLab or by the kernel.
    const idle = this.page.locator('#jp-main-statusbar', { hasText: '| Idle' });
    await idle.waitFor({ timeout: RUN_TIMEOUT });
    await (
      await this.menuEntry('Run', 'Restart Kernel and Run All Cells')
    ).click();
    await this.page.locator('.jp-Dialog .jp-mod-accept').click();
    const limit = Date.now() + RUN_TIMEOUT;
    while (!(await this.hasRun())) {
      if (Date.now() > limit)
        throw new Error(
          `cells did not all run:\n${JSON.stringify(await this.codeCells(), undefined, 1).slice(0, 4_000)}`
        );
      await this.page.waitForTimeout(250);
    }
  }

  /** The code cells of the open notebook, as its file would hold them. */
  async codeCells(): Promise<CodeCell[]> {
    const cells = await this.page.evaluate(() => {
      // JupyterLab's own object, there because the server was started with expose_app_in_browser.
      const { jupyterapp } = window as unknown as JupyterWindow;
      return jupyterapp.shell.currentWidget.content.model.toJSON().cells;
    });
    return cells.flatMap((cell, index) =>
      cell.cell_type === 'code'
        ? [
            {
              index,
              source: [cell.source].flat().join(''),
              executionCount: cell.execution_count ?? null,
              outputs: cell.outputs ?? []
            }
          ]
        : []
    );
  }

  /** Brings each output with traces into sight, since only what is near is drawn. */
  async drawAll(): Promise<void> {
    const renderers = this.page.locator('.sb-renderer');
    for (let i = 0; i < (await renderers.count()); i++) {
      const renderer = renderers.nth(i);
      await renderer.evaluate(element => element.scrollIntoView());
      await renderer.locator('.sb-trace, .sb-stub').first().waitFor();
    }
  }

  /** Writes a cell at the notebook's end, as a user does it, and runs it; gives the cell at once. */
  async runAtEnd(source: string): Promise<Locator> {
    await this.page.locator('.jp-Notebook-footer').click();
    const cell = this.page.locator('.jp-Notebook .jp-Cell').last();
    await cell.locator('.cm-content').click();
    await this.page.keyboard.insertText(source);
    await this.page.keyboard.press('Control+Enter');
    return cell;
  }

  /** Runs the active cell by its key, which a page whose kernel is still on its way may lose. */
  async runActive(): Promise<void> {
    await this.page
      .locator('.jp-Notebook-ExecutionIndicator[data-status=idle]')
      .waitFor({ timeout: 60_000 });
    const running = this.page.locator(
      '.jp-Cell.jp-mod-active .jp-InputPrompt',
      {
        hasText: '[*]'
      }
    );
    for (let attempt = 0; attempt < 3; attempt++) {
      await this.page.keyboard.press('Control+Enter');
      try {
        await running.waitFor({ timeout: 5000 });
        return;
      } catch {
        // Pressed again.
      }
    }
    throw new Error('the cell does not run');
  }

  /** Of each cell, followed by its outputs: whether JupyterLab trusts it to run what stands there. */
  async trust(): Promise<boolean[]> {
    return this.page.evaluate(() => {
      const { jupyterapp } = window as unknown as JupyterWindow;
      return jupyterapp.shell.currentWidget.content.widgets.flatMap(
        ({ model: { trusted, outputs } }) => [
          trusted,
          ...Array.from(
            { length: outputs?.length ?? 0 },
            (_, i) => outputs?.get(i).trusted ?? trusted
          )
        ]
      );
    });
  }

  private async hasRun(): Promise<boolean> {
    const cells = await this.codeCells();
    const isBusy = await this.page
      .locator('.jp-Notebook .jp-InputPrompt', { hasText: '[*]' })
      .count();
    return (
      isBusy === 0 &&
      cells.every(({ executionCount }) => executionCount !== null)
    );
  }

  /** The cell at a place among all cells. */
  cell(index: number): Locator {
    return this.page.locator('.jp-Notebook .jp-Cell').nth(index);
  }

  /** Takes an entry of a submenu of the View menu. */
  async viewMenu(submenu: string, label: string): Promise<void> {
    await this.menuEntry('View', submenu);
    await this.page
      .locator('.lm-Menu-item[data-type=submenu]', { hasText: submenu })
      .hover();
    await this.page
      .locator('.lm-Menu')
      .last()
      .locator('.lm-Menu-item', { hasText: label })
      .click();
  }

  /** Runs a command of JupyterLab's by its id. */
  async execute(id: string, args: Record<string, string> = {}): Promise<void> {
    await this.page.evaluate(
      async ([command, given]) => {
        const { jupyterapp } = window as unknown as JupyterWindow;
        await jupyterapp.commands.execute(command, given);
      },
      [id, args] as const
    );
  }

  /** Changes JupyterLab's theme. */
  async useTheme(
    theme:
      'JupyterLab Light' | 'JupyterLab Dark' | 'JupyterLab Dark High Contrast'
  ): Promise<void> {
    await this.page.evaluate(async name => {
      const { jupyterapp } = window as unknown as JupyterWindow;
      await jupyterapp.commands.execute('apputils:change-theme', {
        theme: name
      });
    }, theme);
    await this.page
      .locator(`body[data-jp-theme-name="${theme}"]`)
      .waitFor({ state: 'attached' });
    // JupyterLab covers the page while it changes.
    await this.page
      .locator('#jupyterlab-splash')
      .waitFor({ state: 'detached' });
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.page.waitForFunction(() => {
      const { jupyterapp } = window as unknown as JupyterWindow;
      return !jupyterapp.shell.currentWidget.context.model.dirty;
    });
  }
}

/** The bundles among a cell's outputs. */
export const bundlesOf = (cell: CodeCell): unknown[] =>
  cell.outputs.flatMap(({ data }) => data?.[BUNDLE_MIME_TYPE] ?? []);

/** The few parts of `window.jupyterapp` that the tests use. */
type JupyterWindow = {
  readonly jupyterapp: {
    readonly restored: Promise<void>;
    readonly commands: {
      execute(id: string, args: Record<string, string>): Promise<unknown>;
    };
    readonly shell: {
      readonly currentWidget: {
        readonly context: { readonly model: { readonly dirty: boolean } };
        readonly content: {
          readonly widgets: readonly {
            readonly model: {
              readonly trusted: boolean;
              readonly outputs?: {
                readonly length: number;
                get(index: number): { readonly trusted: boolean };
              };
            };
          }[];
          readonly model: {
            toJSON(): {
              cells: {
                cell_type: string;
                source: string | string[];
                execution_count?: number | null;
                outputs?: CellOutput[];
              }[];
            };
          };
        };
      };
    };
  };
};
