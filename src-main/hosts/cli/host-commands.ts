// `serve` and `start`: the windows onto the same desk. `demo` is listed here and runs by itself.
import { Option, type Command } from 'commander';
import type { Actor } from './actor.ts';
import { readPort } from './practice-command.ts';

export const addHostCommands = (actor: Actor, program: Command): void => {
  const serve = program.command('serve').description('Serve the desk to a browser on this machine, until Ctrl-C')
    .addOption(new Option('--port <number>', 'loopback port; 0 takes a free one').default(0).argParser(readPort))
    .option('--window', 'open it as an app window in the Chrome, Chromium or Edge that is there, and end with it')
    .option('--no-open', 'print the address only');
  actor.atDesk(serve, async ({ world, desk, json }, options) => {
    const { serveDesk } = await import('../browser/serve-desk.ts');
    return serveDesk(world, desk, json, { port: Number(options['port']), opens: options['open'] === false ? 'nothing' : (options['window'] === true ? 'window' : 'browser') });
  }, { keepsLocked: true });

  const start = program.command('start').description('Open the desk in a window: Electron, else a browser’s app window, else an address');
  actor.alone(start, async ({ world, json }, options) => {
    const { startWindow } = await import('./start-window.ts');
    return startWindow(world, json, options.home);
  });
  start.option('--home <folder>', 'the data folder, before DNC_DESK_HOME');

  program.command('demo').description('Watch the whole job run on the project’s own files and practice tenants')
    .option('--json', 'one JSON object on the last line').option('--home <folder>', 'keep the data there');
};
