import { Command } from 'commander';
import { ConfigError } from '../config/config.error.js';
import { registerAnalyticsCommands } from './analytics.commands.js';
import { registerCacheAnalysisCommands } from './cache-analysis.commands.js';
import { registerDatabaseCommands } from './database.commands.js';
import { registerDemoDataCommands } from './demo-data.commands.js';
import { runCommand, say } from './run-command.js';
import { registerEvaluateCommand } from './recommendations-evaluate.command.js';
import { registerRecommendationCommands } from './recommendations.commands.js';
import { registerTagCommands } from './tags.commands.js';

const program = new Command('genonaut')
  .description('Commands for operators of Genonaut')
  .showHelpAfterError();
registerDatabaseCommands(program);
registerDemoDataCommands(program, runCommand);
registerAnalyticsCommands(program, runCommand);
registerCacheAnalysisCommands(program, runCommand);
registerTagCommands(program, runCommand);
registerRecommendationCommands(program, runCommand);
registerEvaluateCommand(program, runCommand);

try {
  await program.parseAsync();
} catch (error) {
  say(
    error instanceof ConfigError
      ? `configuration: ${error.message}`
      : ((error as Error).stack ?? String(error)),
  );
  process.exitCode = 1;
}
