/**
 * The window's end of the line to the core. It keeps listeners of its own, so that those who listen do not notice when the
 * core ends and a new one is connected; they are told `up` and open their plans again.
 */
import { ok } from '#shared/base/result.ts'
import type { PlanListing } from '#shared/core/contract.ts'
import { connectCore, CORE_PORT_MESSAGE, type CoreClient, type CorePort } from '#shared/ipc/corePort.ts'
import type { CoreApi, CoreChannel, CoreEvent, CoreInput, CorePayload } from '#shared/ipc/coreChannels.ts'
import type { AplecBridge } from '#shared/ipc/shellChannels.ts'
import { addInParts, readInParts } from './fileParts.ts'
import type { CoreState, PlanRemote, WindowCore } from './core.ts'

/** The part of `CoreClient` that is needed; it outlives single connections. */
export type CoreLine = {
  readonly call: <C extends CoreChannel>(channel: C, input: CoreInput<C>) => ReturnType<CoreApi[C]>
  readonly on: <E extends CoreEvent>(name: E, listener: (payload: CorePayload<E>) => void) => () => void
}

/** A core that has just ended takes about this long to be there again; main says so too, unless it did before we listened. */
const CONNECT_AGAIN_IN_MS = 1_000

/** Connects to the core through main, now and whenever it is up again. What is asked before waits for the connection. */
export function connectWindowCore(bridge: AplecBridge, page: Window): WindowCore {
  const states = new Set<(state: CoreState) => void>()
  const listeners: Listeners = {
    plans: new Set(),
    status: new Set(),
    changes: new Set(),
    lease: new Set(),
    importing: new Set(),
    file: new Set(),
    presence: new Set(),
    words: new Set(),
  }
  /** Null while there is none: before the first connection, and from the end of a core to the next. */
  let client: CoreClient | null = null
  let isConnecting = false
  /** Whoever begins to listen while the plans cannot be opened is told so: it may have been said before they did. */
  let state: CoreState = 'up'
  const say = (next: CoreState): void => {
    state = next
    tell(states, next)
  }
  let waiting: ((client: CoreClient) => void)[] = []

  function adopt(port: MessagePort): void {
    const next = connectCore(portOf(port))
    for (const name of Object.keys(listeners) as CoreEvent[]) {
      next.on(name, (payload) => tell(listeners[name] as Set<(payload: unknown) => void>, payload))
    }
    client = next
    isConnecting = false
    next.onClose(() => {
      if (client === next) client = null
    })
    for (const resolve of waiting) resolve(next)
    waiting = []
    say('up')
  }
  // One at a time: a second port would cut off what was asked on the first.
  async function connect(): Promise<void> {
    if (isConnecting || client !== null) return
    isConnecting = true
    const answer = await bridge.connectCore()
    // The port is on its way, as a message of the page.
    if (answer.ok) return
    isConnecting = false
    if (answer.error.code !== 'E_CORE') say(answer.error)
    if (answer.error.code !== 'E_KEYRING') page.setTimeout(() => void connect(), CONNECT_AGAIN_IN_MS)
  }

  page.addEventListener('message', ({ data, ports, source }) => {
    if (source === page && data === CORE_PORT_MESSAGE && ports[0] !== undefined) adopt(ports[0])
  })
  bridge.onCore((told) => {
    if (told === 'down') {
      client = null
      isConnecting = false
    }
    if (told === 'up') void connect()
    else say(told)
  })
  void connect()

  const connected = (): Promise<CoreClient> =>
    client === null ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(client)
  const line: CoreLine = {
    call: (async (channel: CoreChannel, input: never) => (await connected()).call(channel, input)) as CoreLine['call'],
    on: (name, listener) => {
      const set = listeners[name] as Set<typeof listener>
      set.add(listener)
      return () => set.delete(listener)
    },
  }
  return coreOver(line, bridge, (listener) => {
    states.add(listener)
    if (state !== 'up') listener(state)
    return () => states.delete(listener)
  })
}

/** The window's core over any line; tests give one to a core in the same process. */
export function coreOver(line: CoreLine, shell: AplecBridge, onCore: WindowCore['onCore']): WindowCore {
  const { call, on } = line
  return {
    cacheKey: () => call('device.cacheKey', {}),
    list: () => call('plans.list', {}),
    onPlans: (listener) => on('plans', (plans) => listener(plans as readonly PlanListing[])),
    create: (plan) => call('plans.create', plan),
    join: (input) => call('plans.join', input),
    openBundle: (bundle) => call('plans.openBundle', { bundle }),
    importBoard: async (board, onStep) => {
      const stop = on('importing', onStep)
      const imported = await call('plans.importBoard', board)
      stop()
      return imported
    },
    forget: (planId, evenUnsynced) => call('plans.forget', { planId, evenUnsynced }),
    putAway: (planId, isAway) => call('plans.putAway', { planId, isAway }),
    open: async (planId) => {
      const opened = await call('plans.open', { planId })
      return opened.ok ? ok(planOver(line, planId)) : opened
    },
    codesWaiting: () => call('codes.waiting', {}),
    codes: (planId) => call('codes.reveal', { planId }),
    codesKept: (planId) => call('codes.kept', { planId }),
    onCore,
    shell,
  }
}

function planOver({ call, on }: CoreLine, planId: string): PlanRemote {
  return {
    planId,
    lease: () => call('document.lease', { planId }),
    release: async (leaseId) => void (await call('document.release', { planId, leaseId })),
    documentBytes: () => call('document.bytes', { planId }),
    look: () => call('document.look', { planId }),
    changesSince: (heads) => call('document.changesSince', { planId, heads: [...heads] }),
    submitChanges: (leaseId, changes) =>
      call('document.submit', { planId, leaseId, changes: [...changes] as Uint8Array<ArrayBuffer>[] }),
    status: () => call('plan.status', { planId }),
    health: () => call('plan.health', { planId }),
    roster: () => call('plan.roster', { planId }),
    relays: () => call('plan.relays', { planId }),
    canonicalJson: (version) => call('plan.canonicalJson', { planId, version: version as never }),
    mergeReport: (since) => call('plan.mergeReport', since === undefined ? { planId } : { planId, since: [...since] }),
    projectHistory: (project, before) => call('plan.projectHistory', { planId, project, before }),
    markLooked: () => call('plan.markLooked', { planId }),
    invite: (invite) => call('plan.invite', { planId, invite }),
    voidInvite: (grant) => call('plan.voidInvite', { planId, grant }),
    appointSteward: (member) => call('plan.appointSteward', { planId, member }),
    rename: (name) => call('plan.rename', { planId, name }),
    addRelay: (relay) => call('plan.addRelay', { planId, relay }),
    removeRelay: (url) => call('plan.removeRelay', { planId, url }),
    share: (isOn) => call('near.share', { planId, isOn }),
    shareAlways: (isAlways) => call('near.always', { planId, isAlways }),
    askNear: (address) => call('near.ask', { planId, address }),
    meetNear: async (relay) => void (await call('near.meet', { planId, relay })),
    adopt: (decision) => call('plan.adopt', { planId, decision: decision as never }),
    agreements: () => call('plan.agreements', { planId }),
    changesSinceAgreement: () => call('plan.changesSinceAgreement', { planId }),
    setPresence: (place) => call('plan.setPresence', { planId, place }),
    presence: () => call('plan.presence', { planId }),
    onPresence: (listener) => on('presence', (told) => void (told.planId === planId && listener(told.people))),
    onWords: (listener) => on('words', (told) => void (told.planId === planId && listener(told.words))),
    addFile: (file, onShare) => addInParts(call, planId, file, onShare),
    readFile: (hash) => readInParts(call, planId, hash),
    fileState: (hash) => call('files.state', { planId, hash }),
    fetchFile: (hash) => call('files.fetch', { planId, hash }),
    filesKept: () => call('files.kept', { planId }),
    keepAllFiles: (isOn) => call('files.keepAll', { planId, isOn }),
    onFile: (listener) => on('file', (told) => void (told.planId === planId && listener(told.hash, told.state))),
    close: () => call('plans.close', { planId }),
    onStatus: (listener) => on('status', (status) => void (status.planId === planId && listener(status))),
    onChanges: (listener) => on('changes', (told) => void (told.planId === planId && listener(told.event))),
    onLease: (listener) => on('lease', (told) => void (told.planId === planId && listener(told.lease))),
  }
}

type Listeners = { readonly [E in CoreEvent]: Set<(payload: never) => void> }

/** The DOM's port as the small thing `connectCore` works on. */
function portOf(port: MessagePort): CorePort {
  port.start()
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.addEventListener('message', ({ data }) => listener(data)),
    onClose: (listener) => port.addEventListener('close', listener),
    close: () => port.close(),
  }
}

function tell<T>(listeners: ReadonlySet<(value: T) => void>, value: T): void {
  for (const listener of listeners) listener(value)
}
