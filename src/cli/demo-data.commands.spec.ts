import { Command } from 'commander';
import { registerDemoDataCommands } from './demo-data.commands.js';

describe('demo:load', () => {
  it.each(['0', '-1', '1000', 'much'])(
    'refuses a scale of %s before it touches a database',
    async (scale) => {
      const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
      registerDemoDataCommands(program, () => Promise.reject(new Error('ran')));
      for (const command of program.commands) command.copyInheritedSettings(program);

      await expect(program.parseAsync(['demo:load', '--scale', scale], { from: 'user' })).rejects.toThrow(
        /must be a number above 0/,
      );
    },
  );
});
