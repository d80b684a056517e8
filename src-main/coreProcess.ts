// The core's own process (an Electron utility process): plans, keys, disk and network live here, a window's faults and
// main's dialogs do not. Main starts it again whenever it ends; windows then open their plans anew.
import '@automerge/automerge'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MessagePortMain } from 'electron'
import sodium from 'libsodium-wrappers'
import * as v from 'valibot'
import { notice, type Notice } from '#shared/base/codes.ts'
import { err, ok, type Result } from '#shared/base/result.ts'
import type { CorePort } from '#shared/ipc/corePort.ts'
import {
  hostAsk,
  hostChannels,
  keyringAnswer,
  type HostApi,
  type HostChannel,
  type HostInput,
  type HostOutput,
  type KeyringAnswer,
  type KeyringAsk,
} from '#shared/ipc/hostMessages.ts'
import type { SystemWrap } from '#node/keys/keyFile.ts'
import { isRunning } from '#node/system/isRunning.ts'
import { systemRandom } from '#node/system/ports.ts'
import { CoreRoom, type RoomSettings } from './core/coreRoom.ts'
import { DeviceKeys, type KeySettings } from './core/deviceKeys.ts'
import { makeLog } from './log.ts'

const log = makeLog('core')
const resources = join(import.meta.dirname, '../../resources')
const workerUrl = pathToFileURL(join(import.meta.dirname, 'gateWorker.js'))

// Electron runs Node's event loop inside Chromium's and may sleep through a timer or an answer that was asked for from a
// task of Chromium's (a message of the window, compiled WASM). A tick of our own bounds any such sleep (seen in 33).
const TICK_MS = 50
const mainPid = Number(process.argv.at(-1))
setInterval(() => {
  // A core without its app has nobody to serve, and must not keep the folder from the next one. Chromium mostly sees to it.
  if (!isRunning(mainPid)) process.exit(0)
}, TICK_MS)

let room: CoreRoom | null = null
/** What the core was started with, while it waits for a recovery code. */
let settings: RoomSettings | null = null

const inRoom = async <T>(use: (room: CoreRoom) => Promise<Result<T, Notice>>): Promise<Result<T, Notice>> =>
  room === null ? err(notice('E_CORE')) : use(room)

async function enter(
  keys: Result<DeviceKeys, Notice>,
  given: RoomSettings,
): Promise<Result<HostOutput<'start'>, Notice>> {
  if (!keys.ok) return keys
  const opened = await CoreRoom.open(given, keys.value)
  if (!opened.ok) return opened
  room = opened.value
  return ok(await room.welcome())
}

const keySettings = (given: RoomSettings): KeySettings => ({
  folder: given.folder,
  keyring: { ...mainKeyring, protects: given.keyringProtects },
  random: systemRandom,
})

const api: HostApi = {
  start: async (input) => {
    await sodium.ready
    if (room !== null) return err(notice('E_REQUEST', { detail: 'start' }))
    settings = { ...input, resources, workerUrl, log }
    return enter(await DeviceKeys.open(keySettings(settings)), settings)
  },
  recover: async ({ code }) => {
    if (settings === null || room !== null) return err(notice('E_CORE'))
    return enter(await DeviceKeys.recover(keySettings(settings), code), settings)
  },
  planTitle: ({ planId }) => inRoom((open) => open.planTitle(planId)),
  saveBundle: (input) => inRoom((open) => open.saveBundle(input)),
  saveAttachment: (input) => inRoom((open) => open.saveAttachment(input)),
  exportPdf: (input) => inRoom((open) => open.exportPdf(input)),
  recordPrint: (input) => inRoom((open) => open.recordPrint(input)),
  plans: () => inRoom(async (open) => ok(await open.plans())),
  saveCopy: (input) => inRoom((open) => open.saveCopy(input)),
  diagnostics: () => inRoom(async (open) => ok(await open.diagnostics())),
  stop: async () => {
    await room?.close()
    // After the answer has left; nothing is pending any more.
    setTimeout(() => process.exit(0), 50)
    return ok(null)
  },
}

/** Electron's port as the small thing the desks work on. */
function corePortOf(port: MessagePortMain): CorePort {
  port.start()
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}

async function answer(
  channel: HostChannel,
  raw: unknown,
  ports: readonly MessagePortMain[],
): Promise<Result<unknown, Notice>> {
  const input = v.safeParse(hostChannels[channel].input, raw)
  if (!input.success) return err(notice('E_REQUEST', { detail: channel }))
  if (channel === 'window') {
    const [port] = ports
    if (port === undefined) return err(notice('E_REQUEST', { detail: channel }))
    return inRoom(async (open) => ok(open.seat(corePortOf(port))))
  }
  const handler = api[channel] as (input: HostInput<typeof channel>) => Promise<Result<unknown, Notice>>
  return handler(input.output as HostInput<typeof channel>)
}

/** The keyring, which only main reaches. */
const keyringCalls = new Map<number, { resolve(secret: Uint8Array): void; reject(cause: Error): void }>()
let nextCall = 0
const callKeyring = (keyring: KeyringAsk['keyring'], secret: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const id = nextCall++
    keyringCalls.set(id, { resolve, reject })
    process.parentPort.postMessage({ keyring, id, secret } satisfies KeyringAsk)
  })
const mainKeyring: SystemWrap = {
  wrap: (plain) => callKeyring('wrap', plain),
  unwrap: (wrapped) => callKeyring('unwrap', wrapped),
}

function takeKeyringAnswer({ id, secret }: KeyringAnswer): void {
  const call = keyringCalls.get(id)
  keyringCalls.delete(id)
  if (secret === null) call?.reject(new Error('the keyring refused'))
  else call?.resolve(secret)
}

process.parentPort.on('message', ({ data, ports }) => {
  const answered = v.safeParse(keyringAnswer, data)
  if (answered.success) return takeKeyringAnswer(answered.output)
  const ask = v.safeParse(hostAsk, data)
  if (!ask.success) return log.error('core.message')
  const { id, channel, input } = ask.output
  void answer(channel as HostChannel, input, ports)
    .catch((cause: unknown) => {
      log.error('core.fault', { channel, cause: cause instanceof Error ? (cause.stack ?? cause.name) : 'unknown' })
      return err(notice('E_CORE'))
    })
    .then((result) => process.parentPort.postMessage({ id, result }))
})
