// The whole path without a window, with real processes: a relay, two members, an hour offline, a meeting, a decision, a PDF.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert } from '#shared/base/assert.ts'

const root = join(import.meta.dirname, '..')
const out = join(root, 'demo-out')
const folders = await mkdtemp(join(tmpdir(), 'aplec-demo-'))
const nuria = join(folders, 'nuria')
const pau = join(folders, 'pau')
const relayLog = await open(join(folders, 'relay.log'), 'a')
const began = performance.now()
let relay: Relay | null = null

try {
  await demo()
} finally {
  await relay?.stop()
  await relayLog.close()
  await rm(folders, { recursive: true, force: true })
}

async function demo(): Promise<void> {
  await rm(out, { recursive: true, force: true })
  await mkdir(out)
  relay = await step('A relay starts on this machine; it will only ever hold sealed entries', () => startRelay(0))
  const { url, port } = relay

  const plan = await step('Núria brings in her ateneu’s Trello board as the starting plan', async () => {
    const { plan } = await aplec(
      nuria,
      'import',
      join(root, 'resources/demo/trello-board.json'),
      '--name',
      'Núria',
      '--language',
      'ca',
    )
    await aplec(nuria, 'relays', plan, '--add', url)
    await aplec(nuria, 'sync', plan)
    return plan as string
  })
  await step('She sends Pau a link; he joins through the relay', async () => {
    const { link } = await aplec(nuria, 'invite', plan, '--role', 'writer', '--expires', '12h', '--uses', '1')
    await aplec(nuria, 'sync', plan)
    await aplec(pau, 'join', link, '--name', 'Pau', '--relay', url)
    await aplec(pau, 'sync', plan, '--relay', url)
    await aplec(nuria, 'sync', plan)
  })
  await step('The internet goes: the relay is stopped', () => relay!.stop())
  const typed = await step('Both work for an hour without a network, on the same cards', async () => {
    const [hers, his] = await Promise.all([offline(nuria, plan, 'nuria'), offline(pau, plan, 'pau')])
    return hers + his
  })
  relay = await step('They meet; the relay is back', () => startRelay(port))
  await step('Their machines exchange everything', async () => {
    await aplec(nuria, 'sync', plan)
    await aplec(pau, 'sync', plan, '--relay', url)
    await aplec(nuria, 'sync', plan)
  })
  const report = await step('What happened while they were apart, as Núria sees it', () => run(nuria, ['report', plan]))
  await writeFile(join(out, 'merge-report.txt'), report)
  await writeFile(join(out, 'merge-report.json'), await run(nuria, ['report', plan, '--json']))

  await step('Both hold the same plan, byte for byte', async () => {
    await aplec(nuria, 'export', plan, '--format', 'json', '--version', 'draft', '--out', join(out, 'plan-nuria.json'))
    await aplec(pau, 'export', plan, '--format', 'json', '--version', 'draft', '--out', join(out, 'plan-pau.json'))
    const [hers, his] = await Promise.all([
      readFile(join(out, 'plan-nuria.json')),
      readFile(join(out, 'plan-pau.json')),
    ])
    assert(hers.equals(his), 'the two exports are byte-equal')
    return `${hers.length} bytes, SHA-256 ${createHash('sha256').update(hers).digest('hex').slice(0, 16)}…`
  })
  await step('The assembly adopts the plan', async () => {
    const decision = [
      '--title',
      'Pla de l’Ateneu El Torrent 2027–2030',
      '--date',
      '2026-07-27',
      '--place',
      'Ateneu El Torrent',
    ]
    await aplec(
      nuria,
      'adopt',
      plan,
      ...decision,
      '--assembly',
      'Assemblea oberta',
      '--method',
      'Consens',
      '--names',
      'Núria Vila,Pau Serra',
      '--present',
      '19',
    )
    await aplec(nuria, 'sync', plan)
    await aplec(pau, 'sync', plan, '--relay', url)
  })
  await step('Each prints the agreement; the two PDFs are the same bytes', async () => {
    const pdf = join(out, 'plan.pdf')
    const { pages, sha256 } = await aplec(nuria, 'export', plan, '--format', 'pdf', '--out', pdf)
    const his = await aplec(pau, 'export', plan, '--format', 'pdf', '--out', join(folders, 'his.pdf'))
    assert(his.sha256 === sha256, 'the two PDFs are byte-equal')
    return `${pages} pages, SHA-256 ${String(sha256).slice(0, 16)}…`
  })
  const verdict = await step('Pau verifies Núria’s PDF on his own machine', () =>
    run(pau, ['verify', join(out, 'plan.pdf'), '--plan', plan]),
  )

  say('')
  say(report.trimEnd())
  say('')
  say(verdict.trimEnd())
  say(
    `${typed} changes were typed offline. Everything is in demo-out/: plan.pdf, merge-report.txt, plan-nuria.json, plan-pau.json`,
  )
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await work()
  const seconds = (ms: number): string => (ms / 1000).toFixed(1).padStart(5)
  const detail = typeof result === 'string' && result.length < 80 && !result.includes('\n') ? ` (${result})` : ''
  say(`${seconds(performance.now() - began)} s  ${title}${detail}  [${seconds(performance.now() - start).trim()} s]`)
  return result
}

/** One call of the command line, as a person would make it; answers with its JSON. */
// oxlint-disable-next-line typescript/no-explicit-any -- the shapes are those of the command line's own answers
async function aplec(folder: string, ...args: readonly string[]): Promise<any> {
  return JSON.parse(await run(folder, [...args, '--json']))
}

function run(folder: string, args: readonly string[]): Promise<string> {
  return node(['src-cli/index.ts', '--data', folder, ...args])
}

async function offline(folder: string, plan: string, who: string): Promise<number> {
  return JSON.parse(await node(['scripts/demo/editOffline.ts', folder, plan, who])).changes
}

function node(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let [said, complained] = ['', '']
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (complained += chunk))
  return new Promise((done, failed) => {
    child.on('close', (code) => {
      if (code === 0) done(said)
      else failed(new Error(`${args.slice(0, 4).join(' ')} ended with ${code}: ${complained}`))
    })
  })
}

type Relay = { readonly url: string; readonly port: number; readonly stop: () => Promise<void> }

async function startRelay(port: number): Promise<Relay> {
  const args = ['src-cli/index.ts', 'relay', '--port', String(port), '--data', join(folders, 'relay')]
  const child: ChildProcess = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', relayLog.fd] })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const url = await new Promise<string>((done, failed) => {
    child.stdout!.once('data', (chunk) => done(String(chunk).trim().split('\n')[0]!))
    child.once('exit', () => failed(new Error('the relay did not start')))
  })
  return {
    url,
    port: Number(new URL(url).port),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
