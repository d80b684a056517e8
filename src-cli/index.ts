import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { CommanderError } from 'commander'
import sodium from 'libsodium-wrappers'
import packageJson from '../package.json' with { type: 'json' }
import { shownText } from '#shared/base/shownText.ts'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { openLocalNetwork } from '#relay/near/localNetwork.ts'
import { type Answered, type Failure, failureOf, noticeLine, UsageError } from './answer.ts'
import { commandTree } from './commandTree.ts'
import type { RelayOptions } from './commands/relay.ts'
import type { CommandContext } from './context.ts'
import { runRelay } from './runRelay.ts'

const USAGE = 2
const FAILED = 1

const program = commandTree(packageJson.version, runCommand, runRelayCommand)
process.stdout.on('error', () => process.exit())
await sodium.ready
try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

async function runCommand(command: (context: CommandContext) => Answered): Promise<void> {
  // Its WebAssembly is for those who hold documents; a relay never does, and weighs that much less.
  await import('@automerge/automerge')
  const { data, json } = program.opts<{ data?: string; json?: boolean }>()
  const folder = resolve(data ?? process.env['APLEC_DATA'] ?? join(homedir(), '.local/share/aplec'))
  const opened = await openMemberFolder(folder, { openNear: openLocalNetwork })
  if (!opened.ok) return fail(failureOf(opened.error), json)
  const device = opened.value
  try {
    const answer = await command({
      device,
      folder,
      today: new Date().toISOString().slice(0, 10),
      appVersion: packageJson.version,
      resources: join(import.meta.dirname, '../resources'),
      say: (line) => process.stdout.write(`${shownText(line)}\n`),
      stopped: new Promise((stop) => {
        process.once('SIGINT', () => stop())
        process.once('SIGTERM', () => stop())
      }),
    })
    if (!answer.ok) return fail(answer.error, json)
    const { lines, json: plain, notices = [], remarks = [] } = answer.value
    for (const line of [...notices.map(noticeLine), ...remarks]) process.stderr.write(`${shownText(line)}\n`)
    if (json) process.stdout.write(`${JSON.stringify(plain)}\n`)
    else if (lines.length > 0) process.stdout.write(`${lines.map(shownText).join('\n')}\n`)
  } finally {
    await device.close()
  }
}

async function runRelayCommand(options: RelayOptions): Promise<void> {
  const ran = await runRelay(options)
  if (!ran.ok) fail(ran.error, program.opts<{ json?: boolean }>().json)
}

function fail({ code, sentence }: Failure, json: boolean | undefined): void {
  process.stderr.write(json ? `${JSON.stringify({ code, sentence })}\n` : `${shownText(sentence)} (${code})\n`)
  process.exitCode = FAILED
}

/** Help and version are no failures; a wrong word is usage; anything else is a fault of ours, said without a trace. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    process.stderr.write(`${error.message.replace(/^error: /, '')} (E_USAGE)\n`)
    return USAGE
  }
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message} (E_USAGE)\n`)
    return USAGE
  }
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`Something went wrong inside Aplec; what was saved is safe. ${reason} (E_INTERNAL)\n`)
  if (process.env['APLEC_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  return FAILED
}
