import { Command, Option } from 'commander'
import type { Answered } from './answer.ts'
import { adopt, agreements, exportPlan, verify } from './commands/agreements.ts'
import { host, openBundle, relays, report, saveBundle, sync } from './commands/exchange.ts'
import { addFile, getFile, listFiles } from './commands/files.ts'
import { importBoard } from './commands/importBoard.ts'
import { invite, join, members, rename, steward, voidInvite } from './commands/members.ts'
import { acceptLate, listLate, removeMember, renewKey, setRole } from './commands/parting.ts'
import { forgetPlan, listPlans, newPlan, planHistory, planStatus, showPlan, where } from './commands/plans.ts'
import { relayOptions, type RelayOptions } from './commands/relay.ts'
import { addThing, KINDS, moveProject, removeThing, restoreThing, setFields } from './commands/things.ts'
import type { CommandContext } from './context.ts'

export type Runner = (command: (context: CommandContext) => Answered) => Promise<void>
export type RelayRunner = (options: RelayOptions) => Promise<void>

/** Every command, its arguments and options. `run` gives a command its device; the relay needs none. */
export function commandTree(version: string, run: Runner, runRelay: RelayRunner): Command {
  const program = new Command('aplec')
    .description('Plan the commons together. Each call acts as one member’s device, whose folder is --data DIR.')
    .version(version, '-V', 'the version of Aplec')
    .option('--data <dir>', 'folder of this device (default: $APLEC_DATA, else ~/.local/share/aplec)')
    .option('--json', 'print machine-readable JSON')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .showHelpAfterError(false)

  program
    .command('new')
    .description('found a plan; prints its id')
    .option('--title <title>')
    .option('--from <year>')
    .option('--to <year>')
    .option('--language <tag>', 'ca, es, fr, en or another language', 'ca')
    .option('--template <name>', 'commons-transition or blank', 'blank')
    .option('--name <name>', 'your name in the plan')
    .action((options) => run((context) => newPlan(context, options)))
  program
    .command('plans')
    .description('the plans of this device')
    .action(() => run(listPlans))
  program
    .command('show <plan>')
    .description('the plan as an outline; --json: its canonical JSON')
    .addOption(new Option('--version <which>').choices(['agreed', 'draft']).default('draft'))
    .action((plan, options) => run((context) => showPlan(context, plan, options.version)))
  program
    .command('status <plan>')
    .description('what is saved where, who has it, what was agreed')
    .action((plan) => run((context) => planStatus(context, plan)))
  program
    .command('history <plan>')
    .description('every entry, oldest first')
    .action((plan) => run((context) => planHistory(context, plan)))

  program
    .command('add <kind> <plan> [fields...]')
    .description(`add a ${Object.keys(KINDS).join(', ')}; fields are field=value; prints the id`)
    .action((kind, plan, fields) => run((context) => addThing(context, kind, plan, fields)))
  program
    .command('set <plan> <id> <fields...>')
    .description('change fields of a thing (ID “plan”: of the plan): field=value, set+=word, set-=word')
    .action((plan, id, fields) => run((context) => setFields(context, plan, id, fields)))
  program
    .command('move <plan> <project>')
    .description('move a project on the board')
    .option('--stage <stage>', 'id or name')
    .option('--objective <objective>', 'id, name, or none')
    .option('--before <project>', 'the card to stand ahead of')
    .action((plan, project, options) => run((context) => moveProject(context, plan, project, options)))
  program
    .command('remove <plan> <id>')
    .description('put a thing into the bin')
    .action((plan, id) => run((context) => removeThing(context, plan, id)))
  program
    .command('restore <plan> <id>')
    .description('take a thing out of the bin')
    .action((plan, id) => run((context) => restoreThing(context, plan, id)))
  program
    .command('import <file>')
    .description('bring in a board of another tool, as a new plan or into one')
    .addOption(new Option('--as <tool>').choices(['trello']).default('trello'))
    .option('--into <plan>')
    .option('--language <tag>', 'language of a new plan', 'ca')
    .option('--name <name>', 'your name in a new plan')
    .action((file, options) => run((context) => importBoard(context, file, options)))

  const file = program.command('file').description('files attached to projects')
  file
    .command('add <plan> <file>')
    .description('attach a file to a project; prints its hash')
    .requiredOption('--project <project>', 'id or name')
    .option('--type <type>', 'media type, like image/png')
    .action((plan, path, options) => run((context) => addFile(context, plan, path, options)))
  file
    .command('list <plan>')
    .description('the files of a plan, and which of them are here')
    .action((plan) => run((context) => listFiles(context, plan)))
  file
    .command('get <plan> <file>')
    .description('write a file of the plan, fetching it where it is not here; FILE is a hash, its beginning, or a name')
    .requiredOption('--out <file>')
    .action((plan, name, options) => run((context) => getFile(context, plan, name, options.out)))

  program
    .command('invite <plan>')
    .description('make a link for others to join; prints it')
    .option('--role <role>', 'steward, writer or reader', 'writer')
    .option('--expires <time>', '90m, 12h, 7d, 2w', '7d')
    .option('--uses <n>', 'how many may join by it')
    .action((plan, options) => run((context) => invite(context, plan, options)))
  program
    .command('void <plan> <grant>')
    .description('withdraw a link')
    .action((plan, grant) => run((context) => voidInvite(context, plan, grant)))
  program
    .command('join <link>')
    .description('join a plan by a link, through a relay or from a file')
    .requiredOption('--name <name>', 'your name in the plan')
    .option('--relay <url>')
    .option('--bundle <file>', 'a .aplec file')
    .action((link, options) => run((context) => join(context, link, options)))
  program
    .command('members <plan>')
    .description('who is in the plan, and in what role')
    .action((plan) => run((context) => members(context, plan)))
  program
    .command('steward <plan> <member>')
    .description('appoint a steward, or take the right back')
    .option('--withdraw', 'is a steward no longer')
    .action((plan, member, options) => run((context) => steward(context, plan, member, options)))
  const memberOf = program.command('member').description('change what somebody is in the plan (stewards)')
  memberOf
    .command('remove <plan> <member>')
    .description('end a membership; what is written from then on has a new key')
    .option('--keep <grants...>', 'links that stay open; the others end')
    .action((plan, member, options) => run((context) => removeMember(context, plan, member, options)))
  memberOf
    .command('role <plan> <member> <role>')
    .description('steward, writer or reader')
    .action((plan, member, role) => run((context) => setRole(context, plan, member, role)))
  program
    .command('renew-key <plan>')
    .description('a new key for everyone who is in the plan (stewards)')
    .action((plan) => run((context) => renewKey(context, plan)))
  const late = program.command('late').description('what was written after its author had left the plan')
  late
    .command('list <plan>')
    .description('stream, number, author and words of what waits')
    .action((plan) => run((context) => listLate(context, plan)))
  late
    .command('accept <plan> <stream>')
    .description('take what waits of a stream into the plan (stewards)')
    .option('--up-to <n>', 'the last entry to take')
    .action((plan, stream, options) => run((context) => acceptLate(context, plan, stream, options)))
  program
    .command('rename <plan>')
    .description('change your name in the plan')
    .requiredOption('--name <name>')
    .action((plan, options) => run((context) => rename(context, plan, options.name)))

  program
    .command('sync <plan>')
    .description('exchange entries with a relay until both sides hold the same')
    .option('--relay <url>')
    .option('--watch', 'stay connected until Ctrl-C')
    .option('--lan', 'with computers on this network that share the plan')
    .option('--at <address>', 'with the computer at this address, as its screen shows it')
    .option('--check <numbers>', 'the numbers on the screen of that computer')
    .action((plan, options) => run((context) => sync(context, plan, options)))
  program
    .command('host <plans...>')
    .description('share plans on the local network until Ctrl-C; members’ apps find them by themselves')
    .action((plans) => run((context) => host(context, plans)))
  program
    .command('relays <plan>')
    .description('the relays of the plan')
    .option('--add <url>')
    .option('--remove <url>')
    .action((plan, options) => run((context) => relays(context, plan, options)))
  program
    .command('report <plan>')
    .description('what others changed since you last looked, and where two ideas met')
    .option('--seen', 'say that you have read it')
    .action((plan, options) => run((context) => report(context, plan, options.seen === true)))
  program
    .command('bundle <plan>')
    .description('save the plan to a .aplec file, to carry it')
    .requiredOption('--out <file>')
    .option('--without-files', 'leave the attached files out')
    .action((plan, options) => run((context) => saveBundle(context, plan, options.out, options.withoutFiles !== true)))
  program
    .command('open <file>')
    .description('take in a .aplec file')
    .action((file) => run((context) => openBundle(context, file)))

  program
    .command('adopt <plan>')
    .description('record that an assembly adopted the plan as it is now (stewards)')
    .requiredOption('--title <title>')
    .requiredOption('--date <day>', 'day of the assembly, like 2026-07-27')
    .option('--place <place>')
    .option('--present <n>', 'how many were present and are not named')
    .option('--names <names>', 'names of those present, with commas')
    .option('--assembly <name>')
    .option('--method <words>', 'how it was decided')
    .action((plan, options) => run((context) => adopt(context, plan, options)))
  program
    .command('agreements <plan>')
    .description('what was agreed, oldest first')
    .action((plan) => run((context) => agreements(context, plan)))
  program
    .command('export <plan>')
    .description('print the plan')
    .requiredOption('--format <format>', 'pdf, json or markdown')
    .requiredOption('--out <file>')
    .option('--version <which>', 'agreed or draft (default: agreed when there is one)')
    .option('--language <tag>', 'ca, es, fr or en (default: the plan’s)')
    .action((plan, options) => run((context) => exportPlan(context, plan, options)))
  program
    .command('verify <file>')
    .description('say whether a PDF is an agreement of the plan')
    .requiredOption('--plan <plan>')
    .action((file, options) => run((context) => verify(context, file, options.plan)))

  program
    .command('where')
    .description('where this device keeps its plans and key')
    .action(() => run(where))
  program
    .command('forget <plan>')
    .description('remove a plan from this device')
    .option('--even-unsynced', 'also when changes exist only here')
    .action((plan, options) => run((context) => forgetPlan(context, plan, options.evenUnsynced === true)))

  program
    .command('relay')
    .description('run a relay, which passes on what it cannot read; needs --data DIR')
    .option('--port <n>', 'port to listen on', '8787')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .action((options) => runRelay(relayOptions({ ...options, data: program.opts()['data'] })))

  for (const command of [...program.commands, ...file.commands])
    command.exitOverride().configureOutput({ writeErr: () => {} })
  return program
}
